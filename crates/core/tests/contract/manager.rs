//! Routing: a spec to its provider, a tenant to its one owner.

use landlord_core::{
    Error, ErrorKind, MockProvider,
    options::{DestroyOptions, ProvisionOptions, UpdateOptions},
    result::{DestroyResult, DestroyStatus, RemovedObject, ShowResult},
    spec::spec_hash,
};

use crate::answers::{ctx, empty, manager, name, owner, spec, tenant, unreachable};

#[tokio::test]
async fn a_spec_goes_to_the_provider_it_names() {
    let mut chosen = MockProvider::named(name("b"));
    chosen
        .expect_provision()
        .times(1)
        .returning(|_, _, _| Err(Error::new(ErrorKind::Internal, "b was asked")));
    // a mock without an expectation panics when it is asked
    let manager = manager([MockProvider::named(name("a")), chosen]);
    let mut spec = spec("acme");
    spec.provider_type = Some("b".to_owned());
    let error = manager
        .provision_tenant(&ctx(), &spec, &ProvisionOptions::new())
        .await
        .unwrap_err();
    assert_eq!(error.message(), "b was asked");
}

#[tokio::test]
async fn a_spec_without_a_name_goes_to_the_default() {
    let manager = manager([
        MockProvider::named(name("a")),
        MockProvider::with_defaults(name("b")),
    ])
    .with_default_provider(name("b"));
    let made = manager
        .provision_tenant(&ctx(), &spec("acme"), &ProvisionOptions::new())
        .await
        .unwrap();
    assert_eq!(made.provider_type, "b");
}

#[tokio::test]
async fn an_unregistered_provider_is_named_beside_those_that_exist() {
    let manager = manager([empty("a"), empty("b")]).with_default_provider(name("ecs"));
    // an unregistered default is an error at its use only
    let error = manager
        .provision_tenant(&ctx(), &spec("acme"), &ProvisionOptions::new())
        .await
        .unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::ProviderNotFound);
    assert!(
        error.message().contains("ecs") && error.message().contains("a, b"),
        "{error}"
    );
    let mut spec = spec("acme");
    spec.provider_type = Some("nomad".to_owned());
    let error = manager
        .provision_tenant(&ctx(), &spec, &ProvisionOptions::new())
        .await
        .unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::ProviderNotFound);
}

#[tokio::test]
async fn one_owner_is_found_among_many() {
    let manager = manager([empty("a"), owner("b"), empty("c")]);
    let found = manager.locate(&ctx(), &tenant("acme"), None).await.unwrap();
    assert_eq!(*found.name(), "b");
}

#[tokio::test]
async fn two_owners_are_an_error_that_names_both() {
    let manager = manager([owner("a"), empty("b"), owner("c")]);
    let error = manager
        .locate(&ctx(), &tenant("acme"), None)
        .await
        .unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Conflict);
    assert!(error.message().contains("a, c"), "{error}");
    // who is named is not asked first
    let found = manager
        .locate(&ctx(), &tenant("acme"), Some(&name("c")))
        .await
        .unwrap();
    assert_eq!(*found.name(), "c");
}

#[tokio::test]
async fn no_owner_is_not_found_only_when_all_said_so() {
    let all = manager([empty("a"), empty("b")]);
    let error = all.locate(&ctx(), &tenant("acme"), None).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::TenantNotFound);
    let one_silent = manager([empty("a"), unreachable("b")]);
    let error = one_silent
        .locate(&ctx(), &tenant("acme"), None)
        .await
        .unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Unavailable);
    assert!(error.message().contains('b'), "{error}");
    // even beside an owner: there might be a second one
    let owner_and_silent = manager([owner("a"), unreachable("b")]);
    let error = owner_and_silent
        .locate(&ctx(), &tenant("acme"), None)
        .await
        .unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Unavailable);
}

#[tokio::test]
async fn a_destroy_never_succeeds_past_a_silent_provider() {
    let manager = manager([empty("a"), unreachable("b")]);
    let result = manager
        .destroy_tenant(&ctx(), &tenant("acme"), None, &DestroyOptions::new())
        .await;
    assert_eq!(*result.unwrap_err().kind(), ErrorKind::Unavailable);
}

/// A provider that holds no tenant, and finds these objects when it destroys.
fn residue(provider: &str, objects: Vec<RemovedObject>) -> MockProvider {
    let (mut mock, own) = (empty(provider), name(provider));
    mock.expect_destroy()
        .times(1)
        .returning(move |ctx, tenant, _| {
            let (id, installation) = (tenant.id().clone(), ctx.installation().clone());
            Ok(DestroyResult::new(
                id,
                own.clone(),
                installation,
                objects.clone(),
                ctx.clock().now(),
            ))
        });
    mock
}

#[tokio::test]
async fn a_destroy_of_an_unknown_tenant_is_success() {
    let manager = manager([residue("a", vec![]), residue("b", vec![])]);
    let receipt = manager
        .destroy_tenant(&ctx(), &tenant("acme"), None, &DestroyOptions::new())
        .await
        .unwrap();
    assert_eq!(receipt.status, DestroyStatus::AlreadyAbsent);
}

#[tokio::test]
async fn a_destroy_finishes_what_no_status_shows() {
    let left = vec![RemovedObject::new("address", "7")];
    let manager = manager([
        residue("a", vec![]),
        residue("b", left),
        residue("c", vec![]),
    ]);
    let receipt = manager
        .destroy_tenant(&ctx(), &tenant("acme"), None, &DestroyOptions::new())
        .await
        .unwrap();
    assert_eq!(
        (receipt.status, receipt.provider_type.as_str()),
        (DestroyStatus::Removed, "b")
    );
}

#[tokio::test]
async fn scale_expects_the_spec_that_it_read() {
    let mut mock = owner("a");
    mock.expect_show().times(1).returning(|ctx, tenant, _| {
        let deployed = spec(tenant.id().as_str());
        let hash = spec_hash(&deployed, ctx.installation(), tenant.id());
        Ok(ShowResult::new(
            tenant.id().clone(),
            name("a"),
            deployed,
            hash,
            ctx.clock().now(),
        ))
    });
    mock.expect_update()
        .times(1)
        .returning(|ctx, tenant, wanted, options| {
            let read = spec_hash(&spec(tenant.id().as_str()), ctx.installation(), tenant.id());
            assert_eq!(
                options.expect.as_ref(),
                Some(&read),
                "the hash that show gave"
            );
            assert_eq!(wanted.replicas, 5);
            assert_eq!(wanted.containers, spec(tenant.id().as_str()).containers);
            Err(Error::new(ErrorKind::Conflict, "another spec runs by now"))
        });
    let manager = manager([mock]);
    let result = manager
        .scale_tenant(&ctx(), &tenant("acme"), None, 5, &UpdateOptions::new())
        .await;
    assert_eq!(*result.unwrap_err().kind(), ErrorKind::Conflict);
}

#[tokio::test]
async fn an_update_to_another_tenants_spec_asks_no_provider() {
    let manager = manager([MockProvider::named(name("a"))]).with_default_provider(name("a"));
    let result = manager
        .update_tenant(
            &ctx(),
            &tenant("acme"),
            &spec("other"),
            &UpdateOptions::new(),
        )
        .await;
    assert_eq!(*result.unwrap_err().kind(), ErrorKind::InvalidSpec);
}
