import type { ProvisionId } from "./articles/all";

export interface FinancialDerogation {
  readonly provision: ProvisionId;
  readonly effect: string;
}

/** What is different for financial institutions under Union financial services law: one flag in a system's config. */
export const FINANCIAL_DEROGATIONS: readonly FinancialDerogation[] = [
  {
    provision: "Art17(4)",
    effect: "Internal governance rules stand for the quality management system, except 17(1)(g) to (i).",
  },
  {
    provision: "Art18(3)",
    effect: "Technical documentation is kept with the financial services documentation.",
  },
  {
    provision: "Art19(2)",
    effect: "The provider's logs are kept with the financial services documentation.",
  },
  { provision: "Art26(5)", effect: "Internal governance rules stand for the deployer's monitoring." },
  {
    provision: "Art26(6)",
    effect: "The deployer's logs are kept with the financial services documentation.",
  },
  {
    provision: "Art72(4)",
    effect:
      "Monitoring may be built into existing plans, if the level of protection is equivalent (systems of Annex III point 5).",
  },
  {
    provision: "Art74(6)",
    effect:
      "The market surveillance authority is the financial supervisor, as far as the system is in direct connection with financial services.",
  },
];
