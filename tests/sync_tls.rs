//! A stand whose centre is reached by HTTPS: it trusts the certificate that its system trusts, and no
//! other; and a system without any certificates still syncs by HTTP.
#![cfg(all(feature = "kiosk", feature = "server"))]

#[path = "support/centre.rs"]
#[allow(dead_code, reason = "shared with the other journeys of sync")]
mod centre;
#[path = "support/weather.rs"]
#[allow(dead_code, reason = "shared with the other journeys of sync")]
mod weather;

use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use centre::{Publishing, page};
use weather::Weather;

/// An authority and a certificate of it for `localhost`, made by the `openssl` program.
fn certificates(folder: &Path) {
    let script = "
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj '/CN=Test authority' \
            -keyout ca.key -out ca.pem -addext basicConstraints=critical,CA:TRUE
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/CN=localhost' \
            -keyout centre.key -out centre.csr
        printf 'subjectAltName=DNS:localhost\\nbasicConstraints=CA:FALSE' > centre.ext
        openssl x509 -req -in centre.csr -CA ca.pem -CAkey ca.key -days 2 -extfile centre.ext -out centre.pem";
    let made = Command::new("sh").args(["-ec", script]).current_dir(folder).output().expect("sh");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

/// TLS before `target`, as a web server in front of a centre ends it.
fn tls_before(target: String, folder: &Path) -> u16 {
    let chain = vec![CertificateDer::from_pem_file(folder.join("centre.pem")).expect("certificate")];
    let key = PrivateKeyDer::from_pem_file(folder.join("centre.key")).expect("key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().expect("TLS");
    let config = Arc::new(config.with_no_client_auth().with_single_cert(chain, key).expect("configuration"));
    let listener = TcpListener::bind("127.0.0.1:0").expect("bind");
    let port = listener.local_addr().expect("address").port();
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let (config, target) = (config.clone(), target.clone());
            std::thread::spawn(move || pass(client, &config, &target));
        }
    });
    port
}

/// Passes bytes both ways in turns until one side is gone.
fn pass(client: TcpStream, config: &Arc<ServerConfig>, target: &str) {
    let mut inner = TcpStream::connect(target).expect("the centre");
    for socket in [&client, &inner] {
        socket.set_read_timeout(Some(Duration::from_millis(2))).expect("timeout");
    }
    let mut outer = StreamOwned::new(ServerConnection::new(config.clone()).expect("TLS"), client);
    let mut buffer = vec![0; 65536];
    loop {
        if !step(&mut outer, &mut inner, &mut buffer) || !step(&mut inner, &mut outer, &mut buffer) {
            break;
        }
    }
}

fn step(from: &mut impl Read, to: &mut impl Write, buffer: &mut [u8]) -> bool {
    match from.read(buffer) {
        Ok(0) => false,
        Ok(read) => to.write_all(&buffer[..read]).and_then(|()| to.flush()).is_ok(),
        Err(error) => matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
    }
}

/// `aqparat-kiosk sync` on a system that trusts the authorities in `trusted`.
fn sync(data: &Path, server: &str, trusted: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aqparat-kiosk"));
    command.args(["sync", "--once", "--server", server, "--data"]).arg(data);
    command.env("SSL_CERT_FILE", trusted).env("SSL_CERT_DIR", "/nonexistent").output().expect("aqparat-kiosk")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stand_trusts_a_centre_that_its_system_trusts_and_no_other() {
    let folder = tempfile::tempdir().expect("temporary folder");
    certificates(folder.path());
    let (ours, none) = (folder.path().join("ca.pem"), folder.path().join("none.pem"));
    std::fs::write(&none, "").expect("no certificates");
    let theirs = folder.path().join("theirs");
    std::fs::create_dir(&theirs).expect("folder");
    certificates(&theirs);

    let publishing = Publishing::new().await;
    publishing.publish(1, &[page("contacts/desk.kk", "бір", "Мәтін")], &[]).await;
    let weather = Weather::over(publishing.repository());
    let port = tls_before(format!("127.0.0.1:{}", weather.url().port().expect("a port")), folder.path());
    let server = format!("https://localhost:{port}/");
    let data = tempfile::tempdir().expect("temporary folder");
    publishing.enrol(data.path()).await;
    let words = |output: &Output| {
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
    };

    for strangers in [&theirs.join("ca.pem"), &none] {
        let refused = sync(data.path(), &server, strangers);
        assert!(!refused.status.success(), "{}", words(&refused));
        assert!(words(&refused).contains("certificate"), "{}", words(&refused));
    }
    assert_eq!(weather.take().0, 0, "nothing was asked of a centre that is not trusted");

    let taken = sync(data.path(), &server, &ours);
    assert!(taken.status.success(), "{}", words(&taken));
    let plain = sync(data.path(), weather.url().as_str(), &none);
    assert!(plain.status.success(), "{}", words(&plain));
}
