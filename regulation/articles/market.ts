import { aiAct, amended } from "../provision";
import type { ProvisionText } from "../provision";

/** After the system is on the market: monitoring, incidents, authorities; and what lies around the Act's core. */
export const MARKET = [
  {
    id: "Art72",
    title: "Post-market monitoring",
    summary:
      "The provider collects, documents and analyses data on performance over the lifetime, from deployers or other " +
      "sources, in proportion to the technology and its risks; where relevant, the interaction with other AI systems too.",
    dutyOf: "provider",
    part: "Chapter IX",
    source: aiAct("Article 72"),
  },
  {
    id: "Art72(3)",
    title: "Post-market monitoring plan",
    summary:
      "The plan is part of the technical documentation (Annex IV point 9). Commission guidance with a voluntary template " +
      "is due by 2 September 2027; no template binds.",
    dutyOf: "provider",
    part: "Chapter IX",
    source: aiAct("Article 72(3)"),
    amended: amended("Article 72(3): guidance with a template in place of an implementing act."),
  },
  {
    id: "Art72(4)",
    title: "Post-market monitoring by financial institutions",
    summary:
      "For systems of Annex III point 5, financial institutions may build the monitoring into the systems and plans " +
      "that financial services law already makes them have, if the level of protection is equivalent.",
    dutyOf: "provider",
    part: "Chapter IX",
    source: aiAct("Article 72(4)"),
  },
  {
    id: "Art73",
    title: "Reporting of serious incidents",
    summary:
      "At once when a causal link or its reasonable likelihood is established, and within fixed days of becoming aware. " +
      "An alert is not awareness: the clock starts when a person records it. A first report may be incomplete.",
    dutyOf: "provider and deployer",
    part: "Chapter IX",
    source: aiAct("Article 73"),
  },
  {
    id: "Art73(6)",
    title: "No change that hinders later evaluation",
    summary:
      "After the report the provider investigates at once; before the authority is informed, no investigation alters the " +
      "system in a way that could affect a later evaluation of the causes.",
    dutyOf: "provider",
    part: "Chapter IX",
    source: aiAct("Article 73(6)"),
  },
  {
    id: "Art74(6)",
    title: "Authority for financial institutions",
    summary:
      "For systems of financial institutions in direct connection with their financial services, the market surveillance " +
      "authority is their financial supervisor, unless the Member State names another (Article 74(7)).",
    dutyOf: "authority",
    part: "Chapter IX",
    source: aiAct("Article 74(6)"),
  },
  {
    id: "Art78",
    title: "Confidentiality",
    summary: "Authorities treat what they receive as confidential.",
    dutyOf: "authority",
    part: "Chapter IX",
    source: aiAct("Article 78"),
  },
  {
    id: "Art79(1)",
    title: "System presenting a risk",
    summary:
      "Defines a risk to health, safety or fundamental rights; the first purpose of the log refers to it.",
    dutyOf: "none",
    part: "Chapter IX",
    source: aiAct("Article 79(1)"),
  },
  {
    id: "Art111(2)",
    title: "Systems already on the market",
    summary:
      "Older systems come under the Act only once their design changes significantly; those of public authorities by 2030.",
    dutyOf: "provider and deployer",
    part: "Chapter XIII",
    source: aiAct("Article 111(2)"),
    amended: amended("Article 111(2): the reference date is now the class's date of application."),
  },
  {
    id: "ChapterV",
    title: "General-purpose AI models",
    summary: "Duties of those who provide the model itself, which a registered version may wrap.",
    dutyOf: "none",
    part: "Chapter V",
    source: aiAct("Chapter V"),
  },
] as const satisfies readonly ProvisionText[];
