//! Frees what nobody needs any more on a thread of its own, so that no request pays for the size of what it replaced.

use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

/// Something that is freed when its last owner lets go of it.
type Old = Arc<dyn Any + Send + Sync>;

/// The most things that wait to be looked at. Whoever comes beyond it frees its own, so that what waits stays bounded.
const MAX_QUEUED: usize = 4_096;

/// The most things that wait for their last reader; beyond it the oldest is left to that reader.
const MAX_READ: usize = 4_096;

/// How long the thread lets things come together, so that not every write wakes it, and how long it waits for readers.
const PAUSE: Duration = Duration::from_millis(5);

/// Takes old versions, companies and registries. The thread ends with its last owner.
#[derive(Default)]
pub(crate) struct Disposal {
    queue: Option<SyncSender<Old>>,
}

impl fmt::Debug for Disposal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Disposal").finish_non_exhaustive()
    }
}

impl Disposal {
    /// Starts the thread. Where the system has none left, everything is freed where it is given up.
    pub(crate) fn start() -> Self {
        let (disposal, queue) = Self::held();
        let named = thread::Builder::new().name("disposal".to_owned());
        match named.spawn(move || work(&queue)) {
            Ok(_) => disposal,
            Err(_) => Self::default(),
        }
    }

    /// Without a thread: what is given up waits in the queue.
    fn held() -> (Self, Receiver<Old>) {
        let (sender, receiver) = sync_channel(MAX_QUEUED);
        let disposal = Self {
            queue: Some(sender),
        };
        (disposal, receiver)
    }

    /// Gives something up.
    pub(crate) fn take(&self, old: Old) {
        if let Some(queue) = &self.queue {
            // A full queue hands it back, and it is freed here.
            drop(queue.try_send(old));
        }
    }
}

fn work(queue: &Receiver<Old>) {
    let mut read: Vec<Old> = Vec::new();
    loop {
        let next = if read.is_empty() {
            queue.recv().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            queue.recv_timeout(PAUSE)
        };
        match next {
            Ok(old) => read.push(old),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        thread::sleep(PAUSE);
        read.extend(queue.try_iter().take(MAX_QUEUED));
        // Nobody comes to own what was replaced, so whoever is alone with it stays alone.
        read.retain(|old| Arc::strong_count(old) > 1);
        let excess = read.len().saturating_sub(MAX_READ);
        read.drain(..excess);
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::thread::ThreadId;

    /// Says which thread freed it.
    struct Told(mpsc::Sender<ThreadId>);

    impl Drop for Told {
        fn drop(&mut self) {
            self.0.send(thread::current().id()).unwrap();
        }
    }

    /// A disposal whose queue the test empties itself.
    pub(crate) fn held() -> (Disposal, impl FnMut()) {
        let (disposal, queue) = Disposal::held();
        (disposal, move || queue.try_iter().for_each(drop))
    }

    #[test]
    fn what_is_given_up_is_freed_on_another_thread() {
        let disposal = Disposal::start();
        let (sender, freed) = mpsc::channel();
        disposal.take(Arc::new(Told(sender)));
        assert_ne!(freed.recv().unwrap(), thread::current().id());
    }

    #[test]
    fn what_is_still_read_is_freed_on_another_thread_when_its_reader_is_done() {
        let disposal = Disposal::start();
        let ((sender, freed), (later, woken)) = (mpsc::channel(), mpsc::channel());
        let old = Arc::new(Told(sender));
        disposal.take(Arc::clone(&old) as Old);
        // By the time that the second is freed the thread has looked at the first.
        disposal.take(Arc::new(Told(later)));
        woken.recv().unwrap();
        assert!(freed.try_recv().is_err(), "it is still read");
        drop(old);
        assert_ne!(freed.recv().unwrap(), thread::current().id());
    }

    #[test]
    fn a_full_queue_lets_the_caller_free_its_own() {
        let (disposal, _queue) = Disposal::held();
        let (sender, freed) = mpsc::channel();
        for _ in 0..MAX_QUEUED {
            disposal.take(Arc::new(()));
        }
        disposal.take(Arc::new(Told(sender)));
        assert_eq!(freed.try_recv(), Ok(thread::current().id()));
    }

    #[test]
    fn without_a_thread_everything_is_freed_at_once() {
        let (sender, freed) = mpsc::channel();
        Disposal::default().take(Arc::new(Told(sender)));
        assert_eq!(freed.try_recv(), Ok(thread::current().id()));
    }
}
