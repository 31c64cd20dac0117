import { any, text } from "../reading";
import { holds, judging, unmet } from "../rule";

/** Policies of AWS that take TLS 1.3 and nothing older. */
const TLS_1_3_ONLY = /^ELBSecurityPolicy-TLS13-1-3-/;

export const listenerModernTls = judging({
  id: "listener-modern-tls",
  duties: ["Art15", "Art78"],
  title: "MLflow is reached by TLS 1.3, and by nothing else",
  why: "Tokens and artifacts cross networks of others; a plain listener takes a token once, and it is stolen.",
  fix: "Let every listener speak HTTPS with ELBSecurityPolicy-TLS13-1-3-2021-06 and a certificate; one for plain HTTP is not needed, not even to redirect.",
  subjects: (set) => set.ofType("aws_lb_listener", "aws_alb_listener"),
  judge(listener) {
    const protocol = text(listener, "protocol") ?? "HTTP";
    if (protocol !== "HTTPS") return unmet(`it speaks ${protocol}`);
    if (any(listener, "certificate_arn") === undefined) return unmet("it has no certificate");
    const policy = text(listener, "ssl_policy") ?? "the provider's default policy";
    return holds(TLS_1_3_ONLY.test(policy), `it speaks ${policy}`, `it speaks older TLS: ${policy}`);
  },
});
