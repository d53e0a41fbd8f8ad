"""What can be known of the manifests without a cluster."""

import re
from typing import Any

import pytest
import yaml

from settings import Settings
from tests.deploy.files import DEPLOY, KUBERNETES, environment_files, manifests, named, of_kind, worker
from tests.deploy.prometheus_rule import RULE, written

pytestmark = pytest.mark.unit

_KINDS = ("Kustomization", "Component")


def test_a_kustomization_names_files_that_are_there_and_every_file_is_named() -> None:
    named = set()
    for file, found in manifests():
        for key in ("resources", "components") if found["kind"] in _KINDS else ():
            named |= {(file.parent / name).resolve() for name in found.get(key, [])}
    assert [path for path in named if not path.exists()] == []
    written = {file for file, found in manifests() if found["kind"] not in _KINDS}
    assert written <= named


def test_every_environment_file_is_read_by_a_kustomization() -> None:
    read = {
        file.parent / name
        for file, found in manifests()
        for generator in found.get("configMapGenerator", [])
        for name in generator["envs"]
    }
    assert read == set(environment_files())


def test_every_object_has_what_kubernetes_asks_of_it() -> None:
    for file, found in manifests():
        assert found["apiVersion"], file
        if found["kind"] not in _KINDS:
            assert re.fullmatch(r"[a-z0-9-]+", found["metadata"]["name"]), file


def test_selectors_find_the_worker() -> None:
    labels = _labels(worker())
    assert _matches(worker()["spec"]["selector"], labels)
    for kind, name in (("PodDisruptionBudget", "tandem-worker"), ("PodMonitor", "tandem")):
        assert _matches(named(kind, name)["spec"]["selector"], labels), kind
    assert named("Service", "tandem-metrics")["spec"]["selector"].items() <= labels.items()


def test_selectors_find_the_pages_and_nobody_else() -> None:
    pages = named("Deployment", "tandem-pages")
    selectors = [
        pages["spec"]["selector"]["matchLabels"],
        named("PodDisruptionBudget", "tandem-pages")["spec"]["selector"]["matchLabels"],
        named("NetworkPolicy", "tandem-pages")["spec"]["podSelector"]["matchLabels"],
        named("Service", "tandem-pages")["spec"]["selector"],
    ]
    for selector in selectors:
        assert selector.items() <= _labels(pages).items()
        assert not selector.items() <= _labels(worker()).items()


def test_the_pages_are_asked_where_they_listen_and_have_no_secret_but_store_and_server() -> None:
    pages, service = named("Deployment", "tandem-pages"), named("Service", "tandem-pages")
    pod = pages["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    (secrets,) = [volume["secret"] for volume in pod["volumes"] if "secret" in volume]

    assert container["args"] == ["pages"]
    assert container["ports"] == [{"name": "pages", "containerPort": Settings().pages_port}]
    assert [port["targetPort"] for port in service["spec"]["ports"]] == ["pages"]
    probes = ("startupProbe", "readinessProbe", "livenessProbe")
    assert [container[probe]["httpGet"] for probe in probes] == 3 * [{"path": "/health", "port": "pages"}]
    assert {item["key"] for item in secrets["items"]} == {"database-url", "temporal.toml"}


def test_whatever_looks_for_workers_means_those_of_tandem() -> None:
    ours = {"app.kubernetes.io/name": "tandem", "app.kubernetes.io/component": "worker"}
    (spread,) = worker()["spec"]["template"]["spec"]["topologySpreadConstraints"]
    assert worker()["spec"]["selector"]["matchLabels"] == ours
    assert spread["labelSelector"]["matchLabels"] == ours


def test_who_changes_tables_and_who_works_with_them_have_no_secret_in_common() -> None:
    secrets = [_secret_of(found) for found in (*of_kind("Deployment"), *of_kind("Job"))]
    assert secrets == ["tandem-secrets", "tandem-secrets", "tandem-upgrade-secrets"]


def _secret_of(found: dict[str, Any]) -> str:
    (volume,) = [one for one in found["spec"]["template"]["spec"]["volumes"] if "secret" in one]
    name: str = volume["secret"]["secretName"]
    return name


def test_each_pod_has_a_network_policy_of_its_own_and_others_may_do_nothing() -> None:
    policies = {found["metadata"]["name"]: found["spec"] for found in of_kind("NetworkPolicy")}
    for found in (*of_kind("Deployment"), *of_kind("Job")):
        own = policies[found["metadata"]["name"]]
        assert _matches(own["podSelector"], _labels(found))
        assert not [name for name, spec in policies.items() if spec is own and not spec["egress"]]
    assert policies["tandem-nobody-else"].keys() == {"podSelector", "policyTypes"}
    assert "ingress" in policies["tandem-upgrade"]
    assert policies["tandem-upgrade"]["ingress"] == []


def test_no_selector_of_the_workers_finds_the_upgrade() -> None:
    (upgrade,) = of_kind("Job")
    assert not _matches(worker()["spec"]["selector"], _labels(upgrade))


def test_every_container_keeps_to_the_restricted_profile() -> None:
    for found in (*of_kind("Deployment"), *of_kind("Job")):
        pod = found["spec"]["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in pod["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            assert container["resources"]["requests"]
            assert container["resources"]["limits"]["memory"]


def test_a_worker_has_the_processor_that_a_restart_needs_and_is_never_held_back() -> None:
    (container,) = worker()["spec"]["template"]["spec"]["containers"]
    requested = container["resources"]["requests"]["cpu"]
    assert requested.endswith("m")
    assert int(requested.removesuffix("m")) >= 500
    assert "cpu" not in container["resources"]["limits"]


def test_volumes_that_are_mounted_are_there() -> None:
    for found in (*of_kind("Deployment"), *of_kind("Job")):
        pod = found["spec"]["template"]["spec"]
        mounted = {mount["name"] for container in pod["containers"] for mount in container["volumeMounts"]}
        assert mounted == {volume["name"] for volume in pod["volumes"]}


def test_names_of_ports_are_the_worker_s() -> None:
    service, (monitor,) = named("Service", "tandem-metrics"), of_kind("PodMonitor")
    (container,) = worker()["spec"]["template"]["spec"]["containers"]
    ports = {port["name"]: port["containerPort"] for port in container["ports"]}
    assert [port["targetPort"] for port in service["spec"]["ports"]] == list(ports)
    assert [end["port"] for end in monitor["spec"]["podMetricsEndpoints"]] == list(ports)
    settings = (KUBERNETES / "base/settings.env").read_text()
    assert f"TANDEM_METRICS=0.0.0.0:{ports['metrics']}\n" in settings


def test_the_operator_s_rules_are_those_of_every_prometheus() -> None:
    """If not: python -m tests.deploy.prometheus_rule"""
    assert RULE.read_text("utf-8") == written()
    assert yaml.safe_load(written())["spec"] == yaml.safe_load(
        (DEPLOY / "observability/alerts.yaml").read_text()
    )


def test_monitor_and_rules_have_the_label_by_which_the_operator_looks_and_an_overlay_says_which() -> None:
    for kind in ("PodMonitor", "PrometheusRule"):
        (found,) = of_kind(kind)
        assert found["apiVersion"].startswith("monitoring.coreos.com/")
        assert found["metadata"]["labels"] == {"release": "kube-prometheus-stack"}
    targets = {patch["target"].get("group"): patch["patch"] for patch in _example()["patches"]}
    assert "/metadata/labels/release" in targets["monitoring.coreos.com"]


def test_an_overlay_says_once_where_the_runbook_is() -> None:
    (rule,) = of_kind("PrometheusRule")
    (replacement,) = _example()["replacements"]
    bases = {
        alert["annotations"]["runbook_url"].split("#")[0]
        for group in rule["spec"]["groups"]
        for alert in group["rules"]
    }

    assert bases == {rule["metadata"]["annotations"]["runbook"]}
    assert replacement["source"]["fieldPath"] == "metadata.annotations.runbook"
    assert replacement["targets"][0]["options"] == {"delimiter": "#", "index": 0}


def test_pods_are_measured_by_their_annotations_also_where_the_operator_does_not_find_the_monitor() -> None:
    (component,) = [found for found in of_kind("Component") if "pod-monitor.yaml" in found["resources"]]

    assert set(component) == {"apiVersion", "kind", "resources"}
    assert worker()["spec"]["template"]["metadata"]["annotations"]["prometheus.io/scrape"] == "true"


def test_a_worker_that_hangs_is_noticed() -> None:
    pod = worker()["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    probes = ("startupProbe", "readinessProbe", "livenessProbe")
    assert {tuple(container[probe]["exec"]["command"]) for probe in probes} == {("tandem", "health")}


def _example() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((KUBERNETES / "overlays/example/kustomization.yaml").read_text())
    return found


def _labels(found: dict[str, Any]) -> dict[str, str]:
    """What Kustomize adds included."""
    base = yaml.safe_load((KUBERNETES / "base/kustomization.yaml").read_text())
    pairs = {key: value for label in base["labels"] for key, value in label["pairs"].items()}
    own: dict[str, str] = found["spec"]["template"]["metadata"]["labels"]
    return {**pairs, **own}


def _matches(selector: dict[str, Any], labels: dict[str, str]) -> bool:
    wanted: dict[str, str] = selector["matchLabels"]
    return wanted.items() <= labels.items()
