import { benign, refused, weakens, type Directions } from "../direction";

/** How Terraform itself is set up: its state, its providers. */
export const TERRAFORM: readonly Directions[] = [
  {
    type: "terraform",
    rows: [
      weakens(
        "",
        "removed",
        ["Art17(1)"],
        "the state is kept on one machine, or a provider changes by itself",
      ),
      weakens("s3.**", "*", ["Art17(1)"], "the next plan finds no state, and would make evidence anew"),
      weakens("local.**", "*", ["Art17(1)"], "the next plan finds no state, and would make evidence anew"),
      weakens("aws|datadog", "removed", ["Art17(1)"], "the provider changes by itself"),
      benign("aws.source", "removed", "the vendor's is the default"),
      weakens(
        "aws|datadog.source",
        "*",
        ["Art17(1)"],
        "somebody else's program acts with all rights of the deployment",
      ),
      benign("aws.version", "exact", "within what was allowed before"),
      refused("aws|datadog.version", "changed", "no version is called so"),
      weakens("aws|datadog.version", "*", ["Art17(1)"], "the provider changes by itself"),
    ],
  },
  {
    type: "provider",
    rows: [
      weakens("", "removed", ["Art12", "Art17(1)"], "it acts on whatever account or site the machine knows"),
      benign("default_tags.**", "*", "labels for people and for cost reports"),
      benign("max_retries", "*", "how patient an apply is"),
      weakens("*", "*", ["Art17(1)", "Art18(1)"], "it acts on another account, region or site"),
      weakens("**", "*", ["Art17(1)", "Art18(1)"], "it acts on another account, region or site"),
    ],
  },
];
