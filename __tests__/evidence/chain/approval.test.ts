import { recordKey } from "../../../evidence/records";
import { stranger } from "../records/actors";
import { answered, judge, notMet, reasonOf, type Row } from "./rows";

const anna = {
  issuer: "https://id.example",
  subject: "id-of-anna",
  name: "anna",
  kind: "person",
  via: "bearer",
};

const APPROVALS: readonly Row[] = [
  {
    what: "an approval by the one who trained",
    change: (told) => void (told.approval!.details.principal = { ...anna, groups: ["approvers"] }),
    found: { approval: "broken" },
    says: ["approval", /The approver took part: wrote to run:/],
  },
  {
    what: "an approval by somebody who is named by a stamp alone",
    change: (told) => {
      told.approval!.details.principal = { ...anna, groups: ["approvers"] };
      told.seen.contributors = [];
    },
    found: { approval: "broken" },
    says: ["approval", /wrote to the run, the logged model, the version/],
  },
  {
    what: "an approval by somebody who has the name of one that took part",
    change: (told) => void (told.approval!.details.principal = { ...anna, issuer: "https://other.example", name: "Anna", groups: ["approvers"] }),
    found: { approval: "cannot-tell" },
    says: ["approval", /https:\/\/id.example#id-of-anna, who took part, is called anna too/],
  },
  {
    what: "a record that is another approval than the decision names",
    change: (told) => void (told.approval!.details.id = "approval-2"),
    found: { approval: "broken" },
    says: ["approval", /It is approval approval-2, and the decision relies on another/],
  },
  {
    what: "an approval that was taken back by its id",
    change: (told) => told.later.push({ at: "2026-03-05T10:00:00.000Z", details: { id: "r", act: "revoke", about: recordKey("gate", 9), approval: { id: "approval-1", record: recordKey("gate", 9) } } }),
    found: { approval: "broken" },
    says: ["approval", /taken back at 2026-03-05/],
  },
  {
    what: "evidence that names nobody who made it",
    change: (told) => {
      told.seen.contributors = [];
      for (const part of ["run tags"]) delete told.seen.evidence[part]["evidence.created_by"];
      told.seen.evidence.version.tags = {};
      told.seen.evidence["logged model"].tags = {};
    },
    found: { approval: "cannot-tell" },
    says: ["approval", /Nobody is named as having made it/],
  },
  {
    what: "an approval by somebody of none of the groups",
    change: (told) => void (told.approval!.details.principal.groups = ["others"]),
    found: { approval: "broken" },
    says: ["approval", /in none of the groups/],
  },
  {
    what: "an approval by a program",
    change: (told) => void (told.approval!.details.principal.kind = "service"),
    found: { approval: "broken" },
    says: ["approval", /by a program/],
  },
  {
    what: "an approval of other artifacts",
    change: (told) => void (told.approval!.model.artifactSha256 = "0".repeat(64)),
    found: { approval: "broken" },
    says: ["approval", /artifactSha256 differ/],
  },
  {
    what: "an approval that a stranger signed",
    change: (told) => void (told.approval!.by = stranger),
    found: { approval: "broken" },
    says: ["approval", /unknown-key/],
  },
  {
    what: "an approval that was taken back before the entry",
    change: (told) => told.later.push({ at: "2026-03-05T10:00:00.000Z", details: { id: "r", act: "revoke", about: recordKey("gate", 1), approval: { id: "approval-1", record: recordKey("gate", 1) } } }),
    found: { approval: "broken" },
    says: ["approval", /taken back at 2026-03-05.*before the entry/],
  },
  {
    what: "an approval that is not among the records",
    change: (told) => void (told.approval = undefined),
    found: { approval: "missing" },
    says: ["approval", /gate\/000000000099.* is not there/],
  },
  {
    what: "a record that is no approval, where one is relied on",
    change: (told) => {
      told.approval!.details.act = "refuse";
      told.approval!.details.lacks = [];
    },
    found: { approval: "broken" },
    says: ["approval", /is no approval; its act is refuse/],
  },
]; // prettier-ignore

describe("The approval", () => {
  it.each(APPROVALS)("$what", judge);

  it("that was taken back only after the entry stands for it, and is said to have been taken back", async () => {
    const answer = await answered({
      change: (told) =>
        told.later.push({
          at: "2026-03-11T10:00:00.000Z",
          details: {
            id: "r",
            act: "revoke",
            about: recordKey("gate", 1),
            approval: { id: "approval-1", record: recordKey("gate", 1) },
          },
        }),
    });
    expect(notMet(answer)).toEqual({});
    expect(reasonOf(answer, "approval")).toContain("taken back only at 2026-03-11");
  });
});
