import { aiAct, amended } from "../provision";
import type { ProvisionText } from "../provision";

const PART = "Chapter III, Sections 1 to 3";

/** What deployers have to do, and what affected persons may ask of them. */
export const DEPLOYERS = [
  {
    id: "Art26(2)",
    title: "Persons who oversee",
    summary:
      "Oversight is assigned to persons with the competence, training, authority and support it needs.",
    dutyOf: "deployer",
    part: PART,
    source: aiAct("Article 26(2)"),
  },
  {
    id: "Art26(5)",
    title: "Monitoring by the deployer",
    summary:
      "Deployers monitor operation, inform the provider, stop use at a risk and report serious incidents. Financial " +
      "institutions fulfil the monitoring duty by their rules on internal governance.",
    dutyOf: "deployer",
    part: PART,
    source: aiAct("Article 26(5)"),
  },
  {
    id: "Art26(6)",
    title: "Logs kept by the deployer",
    summary:
      "Logs under the deployer's control are kept for a period suited to the purpose, at least six months, unless " +
      "other law says otherwise. Financial institutions keep them with their financial services documentation.",
    dutyOf: "deployer",
    part: PART,
    source: aiAct("Article 26(6)"),
  },
  {
    id: "Art26(7)",
    title: "Informing workers",
    summary:
      "Employers inform workers and their representatives before a high-risk system is used at the workplace.",
    dutyOf: "deployer",
    part: PART,
    source: aiAct("Article 26(7)"),
  },
  {
    id: "Art26(11)",
    title: "Informing affected persons",
    summary: "Persons about whom an Annex III system decides, or helps to decide, are told that it is used.",
    dutyOf: "deployer",
    part: PART,
    source: aiAct("Article 26(11)"),
  },
  {
    id: "Art27",
    title: "Fundamental rights impact assessment",
    summary:
      "Before first use by public bodies and private providers of public services (Annex III point 2 excepted), and by " +
      "every deployer of a system of Annex III points 5(b) and 5(c).",
    dutyOf: "deployer",
    part: PART,
    source: aiAct("Article 27"),
    amended: amended("Article 27(4) and (5) replaced: references to a data protection impact assessment."),
  },
  {
    id: "Art86",
    title: "Right to explanation",
    summary:
      "Persons on whom a decision based on an Annex III system, point 2 excepted, has legal or similarly significant " +
      "effects may ask the deployer to explain the system's role and the main elements of the decision: logs have to be found by person or case.",
    dutyOf: "deployer",
    part: "Chapter IX",
    source: aiAct("Article 86"),
  },
] as const satisfies readonly ProvisionText[];
