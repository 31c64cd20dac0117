import { callerOf } from "../../cli/caller";

const answering = (send: () => Promise<unknown>) => ({ send }) as unknown as Parameters<typeof callerOf>[1];
const ARN = "arn:aws:sts::123456789012:assumed-role/evidence-deploy/run-7";

describe("Who runs a deploy", () => {
  it("is the ARN that AWS knows the credentials by", async () =>
    expect(await callerOf("eu-central-1", answering(async () => ({ Arn: ARN })))).toEqual({ arn: ARN }));

  it.each([
    ["there are no credentials", Object.assign(new Error("none"), { name: "CredentialsProviderError" }), "CredentialsProviderError"],
    ["the session has ended", Object.assign(new Error("token AQoD..."), { name: "ExpiredToken" }), "ExpiredToken"],
  ])("is not known where %s, and no word of what was given gets out", async (_, fault, word) =>
    expect(await callerOf("eu-central-1", answering(() => Promise.reject(fault)))).toEqual({ unknownBecause: word }),
  ); // prettier-ignore

  it("is not known where AWS names nobody", async () =>
    expect(await callerOf("eu-central-1", answering(async () => ({})))).toEqual({ unknownBecause: "STS names no ARN" }));
}); // prettier-ignore
