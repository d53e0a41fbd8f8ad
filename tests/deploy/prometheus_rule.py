"""The alert rules as the Prometheus operator reads them: the same, in one of its objects."""

import textwrap

from tests.deploy.files import DEPLOY, KUBERNETES

RULE = KUBERNETES / "prometheus-operator/prometheus-rule.yaml"
_HEAD = """\
# The rules of deploy/observability/alerts.yaml; written by: python -m tests.deploy.prometheus_rule
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: tandem
  labels: {release: kube-prometheus-stack}
  annotations: {runbook: https://tandem.university.example/runbook.md}
spec:
"""


def written() -> str:
    """The object, made of the rules as they are now."""
    rules = (DEPLOY / "observability/alerts.yaml").read_text("utf-8")
    return _HEAD + textwrap.indent(rules[rules.index("groups:") :], "  ")


if __name__ == "__main__":
    RULE.write_text(written(), "utf-8")
