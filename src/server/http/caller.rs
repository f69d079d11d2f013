//! Who calls: a stand by its credential, an administrator by a token, anyone by an address.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;

use super::{Refusal, Service, body};
use crate::server::error::Error;
use crate::server::fleet;
use crate::server::secret::Secret;
use crate::server::store::{Identity, TokenIdentity};

/// The largest body of an ordinary call, bytes.
const LARGEST_CALL: usize = 64 * 1024;

/// An enrolled stand.
pub struct Stand(pub Identity);

/// An administrator.
pub struct Admin(pub TokenIdentity);

/// The address a call comes from.
pub struct Address(pub IpAddr);

/// A JSON body of at most so many bytes.
pub struct Body<T, const LARGEST: usize = LARGEST_CALL>(pub T);

impl FromRequestParts<Arc<Service>> for Stand {
    type Rejection = Refusal;
    async fn from_request_parts(parts: &mut Parts, service: &Arc<Service>) -> Result<Self, Refusal> {
        let credential = bearer(&parts.headers).ok_or(Error::Unauthorised)?;
        Ok(Self(fleet::authenticate(&service.centre, &credential).await?))
    }
}

impl FromRequestParts<Arc<Service>> for Admin {
    type Rejection = Refusal;
    async fn from_request_parts(parts: &mut Parts, service: &Arc<Service>) -> Result<Self, Refusal> {
        let token = bearer(&parts.headers).ok_or(Error::Unauthorised)?;
        let centre = &service.centre;
        Ok(Self(centre.store.use_token(&token.hash(), centre.clock.millis()).await?))
    }
}

impl FromRequestParts<Arc<Service>> for Address {
    type Rejection = Refusal;
    async fn from_request_parts(parts: &mut Parts, service: &Arc<Service>) -> Result<Self, Refusal> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
        let forwarded = if service.centre.config.behind_proxy { forwarded(&parts.headers) } else { None };
        Ok(Self(forwarded.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))))
    }
}

impl<T: DeserializeOwned, const LARGEST: usize> FromRequest<Arc<Service>> for Body<T, LARGEST> {
    type Rejection = Refusal;
    async fn from_request(request: Request, _service: &Arc<Service>) -> Result<Self, Refusal> {
        let bytes = body::read(request.into_body(), LARGEST).await.map_err(|status| {
            let message = match status {
                StatusCode::PAYLOAD_TOO_LARGE => format!("a call has {LARGEST} bytes at most; send less at once"),
                _ => "the call broke off; try again".to_owned(),
            };
            Refusal::new(status, message)
        })?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| {
            Refusal::new(StatusCode::BAD_REQUEST, format!("the call cannot be read: {error}; update this program"))
        })
    }
}

fn bearer(headers: &HeaderMap) -> Option<Secret> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| Secret::presented(secret.trim()))
}

/// The last address of `X-Forwarded-For`: the one our own proxy saw. Those before it are the
/// caller's own word.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_cannot_choose_the_address_it_is_counted_by() {
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", "10.0.0.1".parse().expect("valid"));
        headers.append("x-forwarded-for", "10.0.0.2, 203.0.113.7".parse().expect("valid"));
        assert_eq!(forwarded(&headers), Some("203.0.113.7".parse().expect("valid")));
    }

    #[test]
    fn a_credential_is_taken_from_the_bearer_scheme_only() {
        let of = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, value.parse().expect("valid"));
            bearer(&headers).map(|secret| secret.reveal().to_owned())
        };
        assert_eq!(of("Bearer aqs_1").as_deref(), Some("aqs_1"));
        assert_eq!(of("bearer aqs_1").as_deref(), Some("aqs_1"));
        assert_eq!(of("Basic aqs_1"), None);
        assert_eq!(of("aqs_1"), None);
    }
}
