use std::sync::Arc;

use futures_util::{FutureExt as _, StreamExt as _, stream};

use super::{ApplyMany, Manager};
use crate::{
    Context, Error, ErrorKind, Installation, MockProvider, Outcome, ProviderName, Registry,
    TenantComputeSpec, TenantId, TenantRef, Verb,
    options::{ApplyOptions, DestroyOptions, ListOptions, Refresh, UpdateOptions},
    result::{DestroyResult, RemovedObject, ShowResult},
    spec::{ContainerSpec, SpecHash},
};

fn name(name: &str) -> ProviderName {
    ProviderName::new(name).unwrap()
}

fn tenant() -> TenantRef {
    TenantId::new("acme").unwrap().into()
}

fn context() -> Context {
    Context::new(Installation::new("test").unwrap())
}

fn spec(tenant: &str) -> TenantComputeSpec {
    TenantComputeSpec::builder(tenant)
        .provider_type("a")
        .container(ContainerSpec::new("web", "app:1"))
        .build_unchecked()
}

fn manager(providers: impl IntoIterator<Item = MockProvider>) -> Manager {
    let registry = Registry::new();
    for provider in providers {
        registry.register(Arc::new(provider)).unwrap();
    }
    Manager::new(Arc::new(registry))
}

/// Answers `status` with an error of `kind`.
fn failing(provider: &str, kind: ErrorKind) -> MockProvider {
    let mut mock = MockProvider::named(name(provider));
    mock.expect_status()
        .returning(move |_, _, _| Err(Error::new(kind.clone(), "for the test")));
    mock
}

async fn locate(kind: ErrorKind) -> Error {
    let manager = manager([MockProvider::with_defaults(name("a")), failing("b", kind)]);
    let found = manager.locate(&context(), &tenant(), None).await;
    found.unwrap_err()
}

#[tokio::test]
async fn an_owner_is_none_while_another_provider_is_silent() {
    let error = locate(ErrorKind::Unavailable).await;
    assert_eq!(error.kind(), &ErrorKind::Unavailable);
    assert!(error.is_retryable());
    assert_eq!(error.provider(), Some(&name("b")));
    let error = locate(ErrorKind::PermissionDenied).await;
    assert_eq!(error.kind(), &ErrorKind::Unavailable);
    assert!(!error.is_retryable(), "asking again gives nobody a right");
}

#[tokio::test]
async fn a_caller_who_gave_up_is_not_told_that_a_provider_is_unreachable() {
    for kind in [ErrorKind::Cancelled, ErrorKind::DeadlineExceeded] {
        let error = locate(kind.clone()).await;
        assert_eq!(error.kind(), &kind);
        assert_eq!(error.outcome(), Some(&Outcome::Untouched));
    }
}

#[tokio::test]
async fn a_receipt_names_what_every_provider_removed() {
    let with_residue = |provider: &str, object: &'static str| {
        let mut mock = failing(provider, ErrorKind::TenantNotFound);
        let provider = name(provider);
        mock.expect_destroy().returning(move |ctx, tenant, _| {
            let (id, installation) = (tenant.id().clone(), ctx.installation().clone());
            let removed = vec![RemovedObject::new("volume", object)];
            let now = ctx.clock().now();
            Ok(DestroyResult::new(
                id,
                provider.clone(),
                installation,
                removed,
                now,
            ))
        });
        mock
    };
    let manager = manager([with_residue("a", "one"), with_residue("b", "two")]);
    let receipt = manager
        .destroy_tenant(&context(), &tenant(), None, &DestroyOptions::new())
        .await
        .unwrap();
    let ids: Vec<_> = receipt
        .removed
        .iter()
        .map(|each| each.id.as_str())
        .collect();
    assert_eq!(ids, ["one", "two"]);
}

#[tokio::test]
async fn a_cursor_goes_to_one_provider_alone() {
    let listing = |provider: &str| {
        let mut mock = MockProvider::new();
        mock.expect_name().return_const(name(provider));
        mock.expect_capabilities()
            .returning(|| crate::Capabilities::new().with_verbs([Verb::List]));
        mock.expect_list().returning(|_, _| stream::empty().boxed());
        mock
    };
    let manager = manager([listing("a"), listing("b")]);
    let after = ListOptions::new().after(crate::result::Cursor::from("7".to_owned()));
    let refused = manager.list_tenants(&context(), None, &after);
    assert_eq!(refused.err().unwrap().kind(), &ErrorKind::Unsupported);
    assert!(
        manager
            .list_tenants(&context(), Some(&name("a")), &after)
            .is_ok()
    );
    assert!(
        manager
            .list_tenants(&context(), None, &ListOptions::new())
            .is_ok()
    );
}

#[tokio::test]
async fn scaling_keeps_to_the_spec_that_the_caller_expects() {
    let hash = |letter: &str| SpecHash::new(letter.repeat(52)).unwrap();
    let mut mock = MockProvider::named(name("a"));
    mock.expect_show().returning(move |ctx, tenant, _| {
        let id = tenant.id().clone();
        let now = ctx.clock().now();
        Ok(ShowResult::new(id, name("a"), spec("acme"), hash("b"), now))
    });
    let manager = manager([mock]);
    let options = UpdateOptions::new().expect(hash("c"));
    let error = manager
        .scale_tenant(&context(), &tenant(), None, 3, &options)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Conflict);
    assert_eq!(error.outcome(), Some(&Outcome::Untouched));
}

#[tokio::test]
async fn a_list_that_never_ends_ends_with_the_deadline() {
    let mut mock = MockProvider::new();
    mock.expect_name().return_const(name("a"));
    mock.expect_capabilities()
        .returning(|| crate::Capabilities::new().with_verbs([Verb::List]));
    mock.expect_validate()
        .returning(|_, spec, _| Ok(crate::result::ValidateResult::new(spec.clone())));
    mock.expect_list()
        .returning(|_, _| stream::pending().boxed());
    let manager = manager([mock]);
    let clock = Arc::new(crate::ManualClock::new(jiff::Timestamp::UNIX_EPOCH));
    let ctx = Context::builder(Installation::new("test").unwrap())
        .clock(clock.clone())
        .timeout(std::time::Duration::from_secs(1))
        .build();
    let options = ApplyMany {
        apply: ApplyOptions::new().refresh(Refresh::Hash),
        ..ApplyMany::default()
    };
    let mut applied = Box::pin(manager.apply_many(&ctx, vec![spec("acme")], &options));
    assert!((&mut applied).now_or_never().is_none());
    clock.advance(std::time::Duration::from_secs(1));
    let error = applied.await.err().unwrap();
    assert_eq!(error.kind(), &ErrorKind::DeadlineExceeded);
}

#[tokio::test]
async fn violations_say_whose_they_are() {
    let manager = manager([MockProvider::with_defaults(name("a"))]);
    let mut bad = spec("acme");
    bad.containers.clear();
    let (ctx, options) = (context(), ApplyMany::default());
    let error = manager
        .apply_many(&ctx, vec![spec("fine"), bad], &options)
        .await
        .err()
        .unwrap();
    assert_eq!(error.violations().len(), 1);
    assert_eq!(
        error.context(),
        [("tenant".to_owned(), "acme: 1".to_owned())]
    );
}
