//! One suite on both databases. PostgreSQL is at $TEST_POSTGRES: `scripts/postgres cargo test -p store`.
use std::sync::atomic::{AtomicU32, Ordering};

use store::{Backend, ErrorKind, Key, NewJob, NewKey, State, Store, Workspace};

/// A fresh database, and how to open it again.
struct Place {
    url: String,
    key: Key,
}

impl Place {
    async fn fresh(backend: Backend) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("t{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst));
        let url = match backend {
            Backend::Sqlite => {
                let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.db"));
                for suffix in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
                }
                format!("sqlite:{}", file.display())
            }
            Backend::Postgres => {
                let server = std::env::var("TEST_POSTGRES").expect(
                    "these tests need PostgreSQL: run them by `make test`, or `scripts/postgres cargo test -p store`",
                );
                sqlx::any::install_default_drivers();
                let mut connection =
                    <sqlx::AnyConnection as sqlx::Connection>::connect(&server).await.expect("a server");
                let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
                sqlx::query(create).execute(&mut connection).await.expect("a database");
                server.replace("///postgres?", &format!("///{name}?"))
            }
        };
        Self { url, key: Key::random().expect("randomness") }
    }

    async fn open(&self) -> Store {
        Store::open(&self.url, &self.key).await.expect("a store")
    }
}

/// Runs a test on both databases.
macro_rules! on_both {
    ($(#[$doc:meta])* async fn $name:ident($place:ident: Place) $body:block) => {
        mod $name {
            use super::*;

            async fn test($place: Place) $body

            #[tokio::test]
            async fn sqlite() {
                test(Place::fresh(Backend::Sqlite).await).await;
            }

            #[tokio::test]
            async fn postgres() {
                test(Place::fresh(Backend::Postgres).await).await;
            }
        }
    };
}

fn job(id: &str, callback_url: Option<&str>) -> NewJob {
    NewJob {
        id: id.into(),
        workspace: "bank".into(),
        door: "native".into(),
        callback_url: callback_url.map(str::to_owned),
        request: b"P<UTOERIKSSON".to_vec(),
    }
}

on_both! {
    async fn keys_open_what_they_were_made_for(place: Place) {
        let store = place.open().await;
        let mut bank = Workspace { doors: vec!["native".into(), "argos".into()], ..Workspace::named("bank") };
        store.put_workspace(&bank, 1).await.expect("put");
        let new = NewKey { workspace: "bank".into(), door: "native".into(), id: None, in_path: false };
        let first = store.create_key(&new, 2).await.expect("a key");
        let second = store.create_key(&NewKey { id: Some("21390".into()), door: "clova-ocr".into(), in_path: true, ..new.clone() }, 3).await.expect("a key");
        let taken = store.create_key(&NewKey { id: Some("21390".into()), door: "clova-ocr".into(), ..new.clone() }, 3).await;
        assert_eq!(taken.err().map(|error| error.kind()), Some(ErrorKind::Taken));

        let access = store.access("native", &first.id).await.expect("asked").expect("a key");
        assert_eq!(access.workspace, bank);
        assert!(access.secret_is(&first.secret) && !access.secret_is(&second.secret) && !access.path_is(""));
        let access = store.access("clova-ocr", "21390").await.expect("asked").expect("a key");
        let path = second.path.expect("a half in the path");
        assert!(access.path_is(&path) && access.secret_is(&second.secret) && !access.path_is(&second.secret));
        assert!(store.access("argos", &first.id).await.expect("asked").is_none(), "a key opens one door");

        bank.disabled = true;
        bank.callback_hosts = vec!["a.example".into(), "b.example".into()];
        let secret = store.signing_secret("bank").await.expect("a secret");
        store.put_workspace(&bank, 4).await.expect("put");
        assert_eq!(store.workspaces().await.expect("asked"), [bank.clone()]);
        assert_eq!(store.signing_secret("bank").await.expect("a secret"), secret, "a change keeps the secret");
        assert!(store.access("native", &first.id).await.expect("asked").is_some_and(|access| access.workspace.disabled));

        assert_eq!(store.revoke_key(&first.id, 5).await.expect("revoked"), 1);
        assert_eq!(store.revoke_key(&first.id, 6).await.expect("revoked"), 0);
        assert!(store.access("native", &first.id).await.expect("asked").is_none());
        let rows = store.keys().await.expect("asked");
        assert_eq!(rows.iter().map(|row| (row.door.as_str(), row.revoked_ms)).collect::<Vec<_>>(), [("clova-ocr", None), ("native", Some(5))]);
    }
}

on_both! {
    async fn ids_of_requests_are_taken_once(place: Place) {
        let (one, other) = (place.open().await, place.open().await);
        assert!(one.take_request_id("bank", "r1", 0, 600_000).await.expect("taken"));
        assert!(!other.take_request_id("bank", "r1", 1, 600_001).await.expect("asked"), "another process knows it");
        assert!(other.take_request_id("shop", "r1", 1, 600_001).await.expect("taken"), "each workspace has its own");
        assert!(!one.take_request_id("bank", "r1", 599_999, 1_199_999).await.expect("asked"));
        assert!(one.take_request_id("bank", "r1", 600_000, 1_200_000).await.expect("taken"), "it ran out");
        one.free_request_id("bank", "r1").await.expect("freed");
        assert!(one.take_request_id("bank", "r1", 600_001, 1_200_001).await.expect("taken"));
        one.sweep(1_200_000).await.expect("swept");
        assert!(!one.take_request_id("bank", "r1", 1_200_000, 1_800_000).await.expect("asked"), "not yet run out");
    }
}

on_both! {
    async fn calls_are_counted_over_all_processes(place: Place) {
        let (one, other) = (place.open().await, place.open().await);
        for (store, now_ms, expected) in [(&one, 0, 1), (&other, 59_999, 2), (&one, 60_000, 1), (&other, 60_001, 2)] {
            assert_eq!(store.count_call("bank", now_ms).await.expect("counted"), expected, "{now_ms}");
        }
        assert_eq!(one.count_call("shop", 0).await.expect("counted"), 1);
    }
}

on_both! {
    async fn places_are_shared_and_come_free_by_themselves(place: Place) {
        let (one, other) = (place.open().await, place.open().await);
        let first = one.take_place("bank", 2, "p1", 0, 100).await.expect("asked").expect("a place");
        let second = other.take_place("bank", 2, "p2", 0, 100).await.expect("asked").expect("another place");
        assert!(one.take_place("bank", 2, "p1", 50, 150).await.expect("asked").is_none(), "all are taken");
        assert!(other.take_place("shop", 2, "p2", 50, 150).await.expect("asked").is_some(), "each workspace has its own");
        one.leave_place(&first).await.expect("left");
        let third = other.take_place("bank", 2, "p2", 50, 100).await.expect("asked").expect("the place given back");
        one.leave_place(&first).await.expect("asked");
        assert!(one.take_place("bank", 2, "p1", 50, 150).await.expect("asked").is_none(), "who left has nothing to leave");

        // The one moves its places on, the other dies.
        other.leave_place(&third).await.expect("left");
        let kept = one.take_place("bank", 2, "p1", 60, 100).await.expect("asked").expect("a place");
        one.keep_places("p1", 200).await.expect("kept");
        assert!(one.take_place("bank", 2, "p1", 99, 300).await.expect("asked").is_none(), "not yet run out");
        let inherited = one.take_place("bank", 2, "p1", 100, 200).await.expect("asked").expect("the place of the dead");
        assert!(one.take_place("bank", 2, "p1", 150, 300).await.expect("asked").is_none(), "the other was kept");
        other.leave_place(&second).await.expect("asked");
        assert!(one.take_place("bank", 2, "p1", 150, 300).await.expect("asked").is_none(), "a late leaver frees nothing");
        drop((kept, inherited));

        one.leave_all_places("p1").await.expect("left");
        // The limit is raised, then lowered.
        for expected in [true, true, true, false] {
            assert_eq!(other.take_place("bank", 3, "p2", 150, 300).await.expect("asked").is_some(), expected);
        }
        other.leave_all_places("p2").await.expect("left");
        for expected in [true, false] {
            assert_eq!(other.take_place("bank", 1, "p2", 150, 300).await.expect("asked").is_some(), expected);
        }
    }
}

on_both! {
    async fn many_takers_never_share_a_place(place: Place) {
        let stores = [place.open().await, place.open().await, place.open().await, place.open().await];
        let inside = std::sync::Arc::new(AtomicU32::new(0));
        let takers = stores.map(|store| tokio::spawn({
            let inside = std::sync::Arc::clone(&inside);
            async move {
                let mut taken = 0;
                for _ in 0..40 {
                    if let Some(place) = store.take_place("bank", 3, "p", 0, 100).await.expect("asked") {
                        assert!(inside.fetch_add(1, Ordering::SeqCst) < 3, "a place was given twice");
                        tokio::task::yield_now().await;
                        inside.fetch_sub(1, Ordering::SeqCst);
                        store.leave_place(&place).await.expect("left");
                        taken += 1;
                    }
                }
                taken
            }
        }));
        let mut taken = 0;
        for taker in takers {
            taken += taker.await.expect("no panic");
        }
        assert!(taken > 3, "places come free again: {taken}");
        for expected in [true, true, true, false] {
            assert_eq!(place.open().await.take_place("bank", 3, "p", 0, 100).await.expect("asked").is_some(), expected);
        }
    }
}

on_both! {
    async fn a_job_is_read_and_delivered_once(place: Place) {
        let (one, other) = (place.open().await, place.open().await);
        one.accept_job(&job("j1", Some("https://a.example/x")), 100).await.expect("accepted");
        assert_eq!(one.jobs_to_read().await.expect("asked"), 1);
        let again = one.accept_job(&job("j1", None), 100).await;
        assert_eq!(again.err().map(|error| error.kind()), Some(ErrorKind::Taken));

        let work = one.take_work("p1", 100, 1000).await.expect("asked").expect("work");
        assert_eq!((work.request.as_deref(), work.starts, work.has_callback), (Some(&b"P<UTOERIKSSON"[..]), 1, true));
        assert!(other.take_work("p2", 500, 1000).await.expect("asked").is_none(), "it is held");
        assert!(one.renew(&work.lease, 2000).await.expect("renewed"));
        assert!(other.take_work("p2", 1500, 1000).await.expect("asked").is_none(), "it is held longer");

        // The first process stands still past its lease.
        let taken_over = other.take_work("p2", 2000, 1000).await.expect("asked").expect("work");
        assert_eq!(taken_over.starts, 2);
        assert!(!one.renew(&work.lease, 9000).await.expect("asked"));
        assert!(!one.finish_work(&work, b"late", 2100, 0).await.expect("asked"), "who was overtaken changes nothing");
        assert!(other.finish_work(&taken_over, b"result", 2200, 0).await.expect("finished"));
        assert!(other.take_work("p2", 9000, 1000).await.expect("asked").is_none(), "it is read");

        let delivery = one.take_delivery("p1", 2200, 1000).await.expect("asked").expect("a delivery");
        assert_eq!(delivery.letter, Some(("https://a.example/x".into(), b"result".to_vec())));
        assert_eq!((delivery.tries, delivery.read_ms), (0, 2200));
        assert!(other.take_delivery("p2", 2300, 1000).await.expect("asked").is_none(), "it is held");
        one.put_off_delivery(&delivery.lease, "status 500", 5000).await.expect("put off");
        assert!(other.take_delivery("p2", 4999, 1000).await.expect("asked").is_none(), "it is not due");
        let delivery = other.take_delivery("p2", 5000, 1000).await.expect("asked").expect("a delivery");
        assert_eq!(delivery.tries, 1);
        other.end_delivery(&delivery.lease, State::Delivered, None, 5100, 700).await.expect("ended");
        assert!(one.take_delivery("p1", 99_000, 1000).await.expect("asked").is_none());

        let seen = one.job("bank", "native", "j1").await.expect("asked").expect("a job");
        assert_eq!((seen.state, seen.result.as_deref()), (State::Delivered, Some(&b"result"[..])));
        for (workspace, door, id) in [("shop", "native", "j1"), ("bank", "argos", "j1"), ("bank", "native", "j2")] {
            assert!(one.job(workspace, door, id).await.expect("asked").is_none(), "{workspace} {door} {id}");
        }
        one.sweep(5799).await.expect("swept");
        assert!(one.job("bank", "native", "j1").await.expect("asked").is_some(), "it is kept for its time");
        one.sweep(5800).await.expect("swept");
        assert!(one.job("bank", "native", "j1").await.expect("asked").is_none(), "and no longer");
    }
}

on_both! {
    async fn a_job_without_an_address_is_kept_for_its_owner(place: Place) {
        let store = place.open().await;
        store.accept_job(&job("j1", None), 100).await.expect("accepted");
        store.sweep(i64::MAX).await.expect("swept");
        let work = store.take_work("p1", 100, 1000).await.expect("asked").expect("work, however old");
        store.hand_back(&work.lease, 200).await.expect("handed back");
        assert!(store.take_work("p1", 199, 1000).await.expect("asked").is_none());
        let work = store.take_work("p1", 200, 1000).await.expect("asked").expect("work");
        assert_eq!(work.starts, 1, "a start that led nowhere does not count");
        assert_eq!(store.hand_back_all("p2", 300).await.expect("asked"), 0);
        assert_eq!(store.hand_back_all("p1", 300).await.expect("handed back"), 1);
        let work = store.take_work("p2", 300, 1000).await.expect("asked").expect("work");
        assert!(store.finish_work(&work, b"result", 400, 50).await.expect("finished"));
        let seen = store.job("bank", "native", "j1").await.expect("asked").expect("a job");
        assert_eq!((seen.state, seen.created_ms, seen.result.as_deref()), (State::Done, 100, Some(&b"result"[..])));
        assert!(!store.retry_job("j1", 500).await.expect("asked"), "there is nowhere to deliver it");
        store.sweep(450).await.expect("swept");
        assert!(store.job("bank", "native", "j1").await.expect("asked").is_none());
    }
}

on_both! {
    async fn the_operator_retries_and_drops(place: Place) {
        let store = place.open().await;
        for id in ["j1", "j2"] {
            store.accept_job(&job(id, Some("https://a.example/x")), 100).await.expect("accepted");
        }
        let work = store.take_work("p1", 100, 1000).await.expect("asked").expect("work");
        assert!(!store.retry_job(&work.lease.job, 100).await.expect("asked"), "it has no result to deliver");
        store.finish_work(&work, b"result", 200, 0).await.expect("finished");
        let delivery = store.take_delivery("p1", 200, 1000).await.expect("asked").expect("a delivery");
        store.end_delivery(&delivery.lease, State::GivenUp, Some("timed out"), 300, 1000).await.expect("ended");
        let rows = store.jobs(Some(State::GivenUp), 10).await.expect("asked");
        assert_eq!((rows.len(), rows[0].last_error.as_deref(), rows[0].tries), (1, Some("timed out"), 1));
        assert_eq!(store.jobs(None, 10).await.expect("asked").len(), 2);
        assert_eq!(store.jobs(None, 1).await.expect("asked").len(), 1);

        assert!(store.retry_job(&work.lease.job, 400).await.expect("retried"));
        store.sweep(i64::MAX).await.expect("swept");
        let delivery = store.take_delivery("p1", 400, 1000).await.expect("asked").expect("a delivery again");
        assert_eq!((delivery.tries, delivery.read_ms), (0, 400), "its day begins anew");
        assert!(store.drop_job(&work.lease.job).await.expect("dropped"));
        assert!(!store.drop_job(&work.lease.job).await.expect("asked"));
        assert!(!store.renew(&delivery.lease, 9000).await.expect("asked"), "who works on it learns of it");
    }
}

on_both! {
    async fn many_takers_never_share_a_job(place: Place) {
        let stores = [place.open().await, place.open().await, place.open().await];
        for number in 0..60 {
            stores[0].accept_job(&job(&format!("j{number:02}"), None), number).await.expect("accepted");
        }
        let takers = stores.map(|store| tokio::spawn(async move {
            let mut taken = Vec::new();
            while let Some(work) = store.take_work("p", 1000, 1_000_000).await.expect("asked") {
                taken.push(work.lease.job);
            }
            taken
        }));
        let mut taken = Vec::new();
        for taker in takers {
            taken.extend(taker.await.expect("no panic"));
        }
        taken.sort();
        assert_eq!(taken, (0..60).map(|number| format!("j{number:02}")).collect::<Vec<_>>());
    }
}

on_both! {
    async fn nothing_in_the_database_can_be_read_without_the_key(place: Place) {
        let store = place.open().await;
        store.accept_job(&job("j1", Some("https://a.example/SECRET-TOKEN")), 100).await.expect("accepted");
        let other = Store::open(&place.url, &Key::random().expect("randomness")).await.expect("a store");
        let work = other.take_work("p1", 100, 10).await.expect("asked").expect("work");
        assert!(work.request.is_none(), "another key opens nothing");
        let work = store.take_work("p1", 200, 10).await.expect("asked").expect("work");
        store.finish_work(&work, b"ERIKSSON", 300, 0).await.expect("finished");
        let mut connection = <sqlx::AnyConnection as sqlx::Connection>::connect(&place.url).await.expect("connected");
        let (url, result, request): (Vec<u8>, Vec<u8>, Option<Vec<u8>>) =
            sqlx::query_as("SELECT callback_url, result, request FROM jobs").fetch_one(&mut connection).await.expect("a row");
        assert!(request.is_none(), "the pictures are erased");
        for (column, word) in [(url, &b"SECRET-TOKEN"[..]), (result, b"ERIKSSON")] {
            assert!(!column.windows(word.len()).any(|window| window == word));
        }
    }
}

on_both! {
    async fn an_older_database_is_brought_up_to_date(place: Place) {
        place.open().await.accept_job(&job("j1", None), 100).await.expect("accepted");
        let mut connection = <sqlx::AnyConnection as sqlx::Connection>::connect(&place.url).await.expect("connected");
        for undo in ["DROP TABLE places", "DELETE FROM schema_version WHERE version > 1"] {
            sqlx::query(undo).execute(&mut connection).await.expect("undone");
        }
        let store = place.open().await;
        assert!(store.take_place("bank", 1, "p1", 0, 100).await.expect("asked").is_some());
        assert_eq!(store.jobs_to_read().await.expect("asked"), 1, "what was there is there");
    }
}

on_both! {
    async fn a_newer_database_is_left_alone(place: Place) {
        place.open().await;
        let mut connection = <sqlx::AnyConnection as sqlx::Connection>::connect(&place.url).await.expect("connected");
        sqlx::query("INSERT INTO schema_version (version) VALUES (99)").execute(&mut connection).await.expect("a row");
        let error = Store::open(&place.url, &place.key).await.err().expect("refused");
        assert_eq!(error.kind(), ErrorKind::Newer);
    }
}

#[tokio::test]
async fn an_address_of_nothing_is_refused() {
    for url in ["", "mysql://localhost/x", "/var/lib/vidimus.db"] {
        let key = Key::random().expect("randomness");
        assert!(Store::open(url, &key).await.is_err(), "{url}");
    }
}
