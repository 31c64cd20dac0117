import { firewalls, rulesOf, TRIPPED_BY_ARTIFACTS } from "../facts/firewalls";
import { holds, judging } from "../rule";

export const firewallLetsArtifactsThrough = judging({
  id: "firewall-lets-artifacts-through",
  duties: ["Art17(1)", "Art18(1)"],
  title: "Artifacts, parameters and long queries pass the firewall",
  why: "An artifact that is refused is not logged, and what a model was made of is then nowhere: the gate reads bodies strictly itself.",
  fix: "Let the rules about bodies, file extensions and long queries count.",
  subjects: firewalls,
  judge(acl) {
    const blocking = rulesOf(acl)
      .filter(({ countsOnly }) => !countsOnly)
      .flatMap(({ group = "", overridden }) =>
        (TRIPPED_BY_ARTIFACTS[group] ?? []).filter((name) => overridden.get(name) !== "count"),
      );
    return holds(blocking.length === 0, "they pass", `they are blocked by ${blocking.join(", ")}`);
  },
});
