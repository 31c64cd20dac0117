import { terraformFault } from "../../../review/terraform/fault";
import type { Diagnostic } from "../../../review/terraform/said";

const RUN = { stackDir: "cdktf.out/stacks/vault", command: "plan", logFile: "plans/vault.log" };

const error = (summary: string, detail = ""): Diagnostic => ({ summary, detail });

/** Words of Terraform 1.11.4 with provider 5.100.0, as they came. */
const SAID: readonly { what: string; errors?: readonly Diagnostic[]; stderr?: string; code: string }[] = [
  {
    what: "no credentials for the provider",
    errors: [
      error(
        "No valid credential sources found",
        "Please see https://registry.terraform.io/providers/hashicorp/aws\nfor more information about providing credentials.\n\nError: failed to refresh cached credentials, no EC2 IMDS role found",
      ),
    ],
    code: "credentials-missing",
  },
  {
    what: "no credentials for the state's bucket",
    stderr:
      "\nError: No valid credential sources found\n\nPlease see https://developer.hashicorp.com/terraform/language/backend/s3\nfor more information about providing credentials.\n",
    code: "credentials-missing",
  },
  {
    what: "credentials that are expired",
    errors: [
      error(
        "Retrieving AWS account details: validating provider credentials: retrieving caller identity from STS: operation error STS: GetCallerIdentity, https response error StatusCode: 403, api error ExpiredToken: The security token included in the request is expired",
      ),
    ],
    code: "credentials-missing",
  },
  {
    what: "no keys for Datadog",
    errors: [error("api_key and app_key must be set unless validate = false")],
    code: "credentials-missing",
  },
  {
    what: "another run that holds the lock",
    errors: [
      error(
        "Error acquiring the state lock",
        "Error message: resource temporarily unavailable\nLock Info:\n  ID:        1b1e\n  Who:       ci@runner",
      ),
    ],
    code: "state-locked",
  },
  {
    what: "a registry that cannot be reached, in lines broken for a terminal",
    stderr:
      "\nError: Failed to query available provider\npackages\n\nCould not retrieve the list of available versions for provider\ndatadog/datadog: could not connect to registry.terraform.io\n",
    code: "provider-unavailable",
  },
  {
    what: "a state that a newer Terraform wrote, told as a lock that could not be acquired",
    errors: [
      error(
        "Error acquiring the state lock",
        "Error message: state snapshot was created by Terraform v9.9.9, which is newer than current v1.11.4",
      ),
    ],
    code: "state-of-newer-version",
  },
  {
    what: "a plan that is cut off, when applied",
    errors: [
      error(
        'Failed to load "t.tfplan" as a plan file',
        "Error: couldn't load the provided path as either a local plan file (zip: not a valid zip file) or a saved cloud plan",
      ),
    ],
    code: "plan-file-unreadable",
  },
  {
    what: "a plan that is stale",
    errors: [
      error(
        "Saved plan is stale",
        "The given plan file can no longer be applied because the state was changed by another operation after the plan was created.",
      ),
    ],
    code: "plan-stale",
  },
  {
    what: "a plan of another version, when applied",
    errors: [
      error(
        "Failed to read plan from plan file",
        "Cannot read the plan from the given plan file: plan file was created by Terraform 1.12.0, but this is 1.11.4; plan files cannot be transferred between different Terraform versions.",
      ),
    ],
    code: "plan-of-other-version",
  },
  {
    what: "a plan of another version, when shown",
    stderr:
      "\nError: Couldn't show local plan\n\nPlan read error: plan file was created by Terraform 1.12.0, but this is\n1.11.4; plan files cannot be transferred between different Terraform\nversions\n",
    code: "plan-of-other-version",
  },
  {
    what: "a plan that was cut off",
    stderr:
      "\nError: Failed to read the given file as a state or plan file\n\nState read error: Error reading t.tfplan as a statefile: 2 problems:\n\n- Unsupported state file format: The state file could not be parsed as JSON:\nsyntax error at byte offset 1.\n- Unsupported state file format: The state file does not have a \"version\"\nattribute, which is required to identify the format version.\n\nPlan read error: couldn't load the provided path as either a local plan file\n(zip: not a valid zip file) or a saved cloud plan (invalid character 'P'\nlooking for beginning of value)\n",
    code: "plan-file-unreadable",
  },
  {
    what: "other versions of providers than planned with",
    errors: [
      error(
        "Inconsistent dependency lock file",
        "The given plan file was created with a different set of external dependency selections than the current configuration.",
      ),
    ],
    code: "providers-differ",
  },
  {
    what: "anything else",
    errors: [error("Invalid index", "The given key does not identify an element")],
    code: "terraform-failed",
  },
  { what: "nothing at all", code: "terraform-failed" },
];

describe("What Terraform refuses becomes one clear word", () => {
  it.each(SAID)("for $what: $code", ({ errors = [], stderr = "", code }) => {
    const fault = terraformFault(RUN, errors, stderr);
    expect(fault).toMatchObject({ code, exitCode: 1 });
    expect(fault.problems).toHaveLength(1);
    expect(fault.problems[0]?.where).toBe(RUN.stackDir);
  });

  it("passes on Terraform's own words, not too many of them", () => {
    const { problems } = terraformFault(RUN, [error("Invalid index", `at ${"x".repeat(5_000)}`)], "");
    expect(problems[0]?.given).toMatch(/^Invalid index: at xxx/);
    expect(problems[0]?.given?.length).toBeLessThan(1_300);
    expect(problems[0]?.fix).toBe("read plans/vault.log");
  });
});
