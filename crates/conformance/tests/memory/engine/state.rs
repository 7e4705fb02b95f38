//! The engine's state and the steps it takes by itself.

use std::{collections::BTreeMap, time::Duration};

use jiff::Timestamp;

use super::{
    Address, Answer, EngineError,
    object::{Instance, Line, Service},
};

#[derive(Debug, Default)]
pub(crate) struct State {
    services: BTreeMap<String, Service>,
    addresses: BTreeMap<String, Address>,
    lines: Vec<Line>,
    next: u64,
    revision: u64,
}

impl State {
    /// Rises with every change.
    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    pub(crate) fn service(&self, name: &str) -> Option<&Service> {
        self.services.get(name)
    }

    pub(crate) fn services(&self) -> impl Iterator<Item = (&String, &Service)> {
        self.services.iter()
    }

    pub(crate) fn address(&self, name: &str) -> Option<&Address> {
        self.addresses.get(name)
    }

    pub(crate) fn addresses(&self) -> impl Iterator<Item = (&String, &Address)> {
        self.addresses.iter()
    }

    pub(crate) fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Makes the service, or replaces it where it still has this version.
    pub(crate) fn put(
        &mut self,
        name: &str,
        expect: Option<u64>,
        mut service: Service,
        now: Duration,
    ) -> Answer<Service> {
        let held = self.services.get(name);
        if held.map(|held| held.version) != expect {
            return Err(EngineError::Conflict);
        }
        let (uid, instances) = held.map_or((None, Vec::new()), |held| {
            (Some(held.uid), held.instances.clone())
        });
        service.uid = uid.unwrap_or_else(|| self.number());
        service.instances = instances;
        service.version = self.number();
        service.changed_at = now;
        service.transition = Timestamp::now();
        self.services.insert(name.to_owned(), service);
        self.reconcile(now);
        self.services
            .get(name)
            .cloned()
            .ok_or(EngineError::NotFound)
    }

    /// Removes the service where it still has this version.
    pub(crate) fn delete(&mut self, name: &str, expect: u64) -> Answer<()> {
        let held = self.services.get(name).ok_or(EngineError::NotFound)?;
        if held.version != expect {
            return Err(EngineError::Conflict);
        }
        self.services.remove(name);
        self.revision += 1;
        Ok(())
    }

    /// Allots a port to a service that exists; its own one where it has one.
    pub(crate) fn put_address(&mut self, name: &str, owner: u64) -> Answer<Address> {
        let alive = self.services.get(name).is_some_and(|held| {
            held.uid == owner && !held.marks.as_ref().is_some_and(|marks| marks.deleting)
        });
        if !alive {
            return Err(EngineError::NotFound);
        }
        if let Some(held) = self.addresses.get(name) {
            return Ok(held.clone());
        }
        let id = self.number();
        let port = 20_000 + u16::try_from(id % 40_000).unwrap_or_default();
        let address = Address { id, owner, port };
        self.addresses.insert(name.to_owned(), address.clone());
        Ok(address)
    }

    pub(crate) fn delete_address(&mut self, name: &str, id: u64) -> Answer<()> {
        if self.addresses.get(name).is_none_or(|held| held.id != id) {
            return Err(EngineError::NotFound);
        }
        self.addresses.remove(name);
        self.revision += 1;
        Ok(())
    }

    /// Changes a service as an operator would, past every version.
    pub(crate) fn tamper(&mut self, name: &str, change: impl FnOnce(&mut Service)) -> bool {
        let version = self.number();
        let Some(service) = self.services.get_mut(name) else {
            return false;
        };
        change(service);
        service.version = version;
        true
    }

    /// Takes away whatever stands under the name, as an operator would.
    pub(crate) fn erase(&mut self, name: &str) {
        self.services.remove(name);
        self.addresses.remove(name);
        self.revision += 1;
    }

    /// When something becomes ready that is not yet.
    pub(crate) fn next_due(&self) -> Option<Duration> {
        let pending = |service: &Service| {
            let instances = service.of_current().filter(|each| each.failure.is_none());
            let replaced = service.instances.len() > service.of_current().count();
            let due = instances.map(|each| each.ready_at).max();
            due.filter(|_| {
                replaced
                    || service
                        .marks
                        .as_ref()
                        .is_some_and(|marks| !marks.is_complete())
            })
        };
        self.services.values().filter_map(pending).min()
    }

    /// Starts what is wanted, and retires the old once the new is ready.
    pub(crate) fn reconcile(&mut self, now: Duration) {
        let names: Vec<String> = self.services.keys().cloned().collect();
        for name in names {
            if let Some(mut service) = self.services.remove(&name) {
                self.step(&mut service, now);
                self.services.insert(name, service);
            }
        }
    }

    fn step(&mut self, service: &mut Service, now: Duration) {
        let wanted = service.replicas as usize;
        while service.of_current().count() < wanted {
            let instance = self.start(service, now);
            service.instances.push(instance);
        }
        let (current, mut kept) = (service.template.revision, 0);
        let all_ready = service.ready(now) >= service.replicas;
        let before = service.instances.len();
        service.instances.retain(|each| {
            let keep = if each.revision == current {
                kept < wanted
            } else {
                !all_ready
            };
            kept += usize::from(keep && each.revision == current);
            keep
        });
        if service.instances.len() != before {
            self.revision += 1;
        }
    }

    fn start(&mut self, service: &Service, now: Duration) -> Instance {
        let body = &service.template.body;
        let containers = body.get("containers").and_then(|each| each.as_array());
        let id = self.number();
        let (mut failure, mut startup) = (None, Duration::ZERO);
        for container in containers.into_iter().flatten() {
            let image = container.get("image").and_then(|image| image.as_str());
            if image.is_some_and(|image| image.contains("/missing:")) {
                failure = Some("image not found in the registry".to_owned());
            }
            let slow = container
                .pointer("/env/STARTUP_MS")
                .and_then(|text| text.as_str());
            let slow = slow.and_then(|text| text.parse().ok()).unwrap_or_default();
            startup = startup.max(Duration::from_millis(slow));
            let name = container.get("name").and_then(|name| name.as_str());
            self.write(service.uid, id, name.unwrap_or_default());
        }
        Instance {
            id,
            revision: service.template.revision,
            ready_at: now + startup,
            failure,
        }
    }

    fn write(&mut self, service: u64, instance: u64, container: &str) {
        let number = self.number();
        self.lines.push(Line {
            number,
            service,
            instance,
            container: container.to_owned(),
            time: Timestamp::now(),
            text: "started".to_owned(),
        });
    }

    fn number(&mut self) -> u64 {
        self.next += 1;
        self.revision += 1;
        self.next
    }
}
