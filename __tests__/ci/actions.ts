/** An action that the workflows may use: which commit, that commit's tag, and what it takes. */
export interface PinnedAction {
  readonly commit: string;
  readonly tag: string;
  /** Inputs that the action declares at this commit and that we use. */
  readonly inputs: readonly string[];
}

/** Tags and inputs were read in the actions' own repositories, at these commits. A tag can be moved, a commit cannot. */
export const ACTIONS: Readonly<Record<string, PinnedAction>> = {
  "actions/checkout": {
    commit: "3d3c42e5aac5ba805825da76410c181273ba90b1",
    tag: "v7.0.1",
    inputs: ["fetch-depth", "persist-credentials"],
  },
  "actions/setup-node": {
    commit: "820762786026740c76f36085b0efc47a31fe5020",
    tag: "v7.0.0",
    inputs: ["node-version", "package-manager-cache"],
  },
  "actions/upload-artifact": {
    commit: "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f",
    tag: "v7.0.0",
    inputs: ["name", "path", "retention-days", "if-no-files-found"],
  },
  "actions/download-artifact": {
    commit: "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c",
    tag: "v8.0.1",
    inputs: ["name", "path"],
  },
  "aws-actions/configure-aws-credentials": {
    commit: "e6de054238d6b7531b4efff3b6587d9aade6a06c",
    tag: "v6.2.3",
    inputs: [
      "role-to-assume",
      "aws-region",
      "allowed-account-ids",
      "role-chaining",
      "role-skip-session-tagging",
      "role-duration-seconds",
    ],
  },
  "github/codeql-action/upload-sarif": {
    commit: "8aad20d150bbac5944a9f9d289da16a4b0d87c1e",
    tag: "v4.36.2",
    inputs: ["sarif_file", "category"],
  },
  "hashicorp/setup-terraform": {
    commit: "dfe3c3f87815947d99a8997f908cb6525fc44e9e",
    tag: "v4.0.1",
    inputs: ["terraform_version", "terraform_wrapper"],
  },
};
