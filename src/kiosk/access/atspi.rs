//! Exports the tree over AT-SPI, so that Orca and test drivers can read and operate the stand.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use accesskit::{ActionHandler, ActionRequest, ActivationHandler, DeactivationHandler, Rect, TreeId, TreeUpdate};
use accesskit_unix::Adapter;
use futures_util::stream::{self, Stream};
use iced::Size;
use tokio::sync::mpsc;

use self::export::Exported;
use super::tree::Snapshot;

mod export;

/// What assistive technology asks of the stand.
#[derive(Debug, Clone)]
pub enum Event {
    /// Someone began to listen: draw a frame, so that the tree is collected.
    Activated,
    /// A control is to be pressed or focused: hand it to [`perform`](super::perform).
    Action(ActionRequest),
}

/// The bridge to the accessibility bus. Cheap to clone; costs nothing while nobody listens.
#[derive(Clone)]
pub struct Bridge {
    /// Never locked by the handlers below, which the adapter calls while it holds its own lock.
    adapter: Arc<Mutex<Option<Adapter>>>,
    told: Arc<Mutex<Told>>,
}

/// What listeners know.
#[derive(Debug)]
struct Told {
    listening: bool,
    /// The frame they know, as it was collected.
    last: Option<Snapshot>,
    /// The same frame, as the bus has it.
    exported: Option<Exported>,
    window: Size,
    /// Physical pixels of a logical one.
    scale: f32,
}

impl Default for Told {
    fn default() -> Self {
        Self { listening: false, last: None, exported: None, window: Size::ZERO, scale: 1.0 }
    }
}

impl Told {
    /// What a new frame is to those who know the last one.
    fn tell(&mut self, snapshot: Snapshot) -> TreeUpdate {
        if let Some(known) = self.exported.as_ref().filter(|_| self.last.as_ref() == Some(&snapshot)) {
            return TreeUpdate { nodes: Vec::new(), tree: None, tree_id: TreeId::ROOT, focus: known.snapshot.focus };
        }
        let exported = Exported::new(&snapshot);
        let update = match &self.exported {
            Some(known) => exported.snapshot.update_since(&known.snapshot),
            None => exported.snapshot.to_update(),
        };
        self.last = Some(snapshot);
        self.exported = Some(exported);
        update
    }

    /// Forgets what was told.
    fn forget(&mut self) {
        self.last = None;
        self.exported = None;
    }
}

impl std::fmt::Debug for Bridge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bridge").field("listening", &self.is_listening()).finish_non_exhaustive()
    }
}

impl Bridge {
    /// A bridge that leads nowhere: for tests, and where the bus is not wanted.
    pub fn closed() -> Self {
        Self { adapter: Arc::default(), told: Arc::default() }
    }

    /// Opens the bridge and gives what assistive technology asks for as a stream of events.
    ///
    /// Needs no tokio runtime of the caller: the adapter brings a thread and a runtime of its own,
    /// and waits there quietly where there is no session bus.
    pub fn open() -> (Self, impl Stream<Item = Event> + Send + 'static) {
        let bridge = Self::closed();
        let (sender, mut receiver) = mpsc::unbounded_channel();
        let handler = Handler { told: Arc::clone(&bridge.told), sender };
        *lock(&bridge.adapter) = Some(Adapter::new(handler.clone(), handler.clone(), handler));
        (bridge, stream::poll_fn(move |context| receiver.poll_recv(context)))
    }

    /// Whether anyone wants the tree.
    pub fn is_listening(&self) -> bool {
        lock(&self.told).listening
    }

    /// Physical pixels of a logical one: 1 until told otherwise.
    pub fn scale(&self) -> f32 {
        lock(&self.told).scale
    }

    /// Says how many physical pixels a logical one has: `iced::window::scale_factor` tells it at the
    /// start; when it changes, the window notices by itself.
    pub fn set_scale(&self, scale: f32) {
        lock(&self.told).scale = scale;
    }

    /// Tells listeners what changed since the last frame. `window` is in physical pixels.
    pub fn submit(&self, snapshot: Snapshot, window: Size) {
        let mut adapter = lock(&self.adapter);
        let Some(adapter) = adapter.as_mut() else { return };
        let resized = {
            let mut told = lock(&self.told);
            if !told.listening {
                return;
            }
            std::mem::replace(&mut told.window, window) != window
        };
        if resized {
            let bounds = Rect::new(0.0, 0.0, f64::from(window.width), f64::from(window.height));
            adapter.set_root_window_bounds(bounds, bounds);
        }
        // What listeners know is looked up under the adapter's lock: one who came this very moment
        // knows nothing and gets the whole tree.
        adapter.update_if_active(|| lock(&self.told).tell(snapshot));
    }

    /// Tells listeners whether the window has the keyboard.
    pub fn set_window_focused(&self, focused: bool) {
        if let Some(adapter) = lock(&self.adapter).as_mut() {
            adapter.update_window_focus_state(focused);
        }
    }
}

/// A panic elsewhere must not silence the stand: the data are only copies of what the screen shows.
fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Clone)]
struct Handler {
    told: Arc<Mutex<Told>>,
    sender: mpsc::UnboundedSender<Event>,
}

impl ActivationHandler for Handler {
    fn request_initial_tree(&mut self) -> Option<TreeUpdate> {
        let mut told = lock(&self.told);
        told.listening = true;
        // Nothing was collected while nobody listened: the next frame brings the tree.
        told.forget();
        drop(told);
        let _ = self.sender.send(Event::Activated);
        None
    }
}

impl ActionHandler for Handler {
    fn do_action(&mut self, mut request: ActionRequest) {
        // What is asked of a text is asked of the control that shows it.
        if let Some(owner) = lock(&self.told).exported.as_ref().and_then(|it| it.owners.get(&request.target_node)) {
            request.target_node = *owner;
        }
        let _ = self.sender.send(Event::Action(request));
    }
}

impl DeactivationHandler for Handler {
    fn deactivate_accessibility(&mut self) {
        let mut told = lock(&self.told);
        told.listening = false;
        told.forget();
    }
}
