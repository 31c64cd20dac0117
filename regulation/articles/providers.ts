import { aiAct } from "../provision";
import type { ProvisionText } from "../provision";

const PART = "Chapter III, Sections 1 to 3";

/** What providers have to do: Chapter III, Section 3, and conformity assessment. */
export const PROVIDERS = [
  {
    id: "Art17(1)",
    title: "Quality management system",
    summary:
      "Release approval, design control, test and validation belong here, together with the dated and signed test " +
      "reports of Annex IV point 2(g).",
    dutyOf: "provider",
    part: PART,
    source: aiAct("Article 17(1)"),
  },
  {
    id: "Art17(4)",
    title: "Quality management of financial institutions",
    summary:
      "Rules on internal governance under Union financial services law stand for most of the quality management " +
      "system; points (g), (h) and (i) of paragraph 1 remain.",
    dutyOf: "provider",
    part: PART,
    source: aiAct("Article 17(4)"),
  },
  {
    id: "Art18(1)",
    title: "Documentation keeping",
    summary:
      "Technical documentation, quality management and declaration are kept until ten years after the system is placed " +
      "on the market or put into service: not a flat period from a record's date.",
    dutyOf: "provider",
    part: PART,
    source: aiAct("Article 18(1)"),
  },
  {
    id: "Art18(3)",
    title: "Documentation of financial institutions",
    summary:
      "They keep the technical documentation as part of what Union financial services law makes them keep.",
    dutyOf: "provider",
    part: PART,
    source: aiAct("Article 18(3)"),
  },
  {
    id: "Art19(1)",
    title: "Logs kept by the provider",
    summary:
      "Logs under the provider's control are kept for a period suited to the purpose, at least six months, unless " +
      "Union or national law, on data protection in particular, says otherwise.",
    dutyOf: "provider",
    part: PART,
    source: aiAct("Article 19(1)"),
  },
  {
    id: "Art19(2)",
    title: "Logs of financial institutions",
    summary:
      "Providers that are financial institutions keep the logs as part of their financial services documentation.",
    dutyOf: "provider",
    part: PART,
    source: aiAct("Article 19(2)"),
  },
  {
    id: "Art20",
    title: "Corrective action and information",
    summary:
      "A provider who has reason to think that the system falls short corrects, disables or recalls it and informs.",
    dutyOf: "provider",
    part: PART,
    source: aiAct("Article 20"),
  },
  {
    id: "Art21",
    title: "Cooperation with authorities",
    summary: "On a reasoned request the authority receives the documentation and access to the logs.",
    dutyOf: "provider",
    part: PART,
    source: aiAct("Article 21"),
  },
  {
    id: "Art43(2)",
    title: "Conformity assessment by internal control",
    summary:
      "Systems of Annex III points 2 to 8 follow internal control (Annex VI): no third party takes part. The outside " +
      "reader is the market surveillance authority.",
    dutyOf: "provider",
    part: "Chapter III, Section 5",
    source: aiAct("Article 43(2)"),
  },
  {
    id: "Art43(4)",
    title: "Conformity assessment after a substantial modification",
    summary:
      "A substantial modification needs a new conformity assessment. Changes that were pre-determined in the initial one, " +
      "and stand in the technical documentation (Annex IV point 2(f)), are none.",
    dutyOf: "provider",
    part: "Chapter III, Section 5",
    source: aiAct("Article 43(4)"),
  },
  {
    id: "Art47",
    title: "EU declaration of conformity",
    summary:
      "Written and signed by the provider for each system; a copy belongs to the technical documentation.",
    dutyOf: "provider",
    part: "Chapter III, Section 5",
    source: aiAct("Article 47"),
  },
  {
    id: "Art49",
    title: "Registration in the EU database",
    summary:
      "Providers, and deployers that are public authorities, register systems of Annex III; those of point 2 nationally.",
    dutyOf: "provider and deployer",
    part: "Chapter III, Section 5",
    source: aiAct("Article 49"),
  },
] as const satisfies readonly ProvisionText[];
