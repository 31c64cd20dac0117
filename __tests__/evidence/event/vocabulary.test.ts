import { ISO_24970_VOCABULARY, LOGGING_STANDARD, PURPOSES_BY_TYPE } from "../../../evidence/event";

describe("the words of the event", () => {
  it("map the four terms of the logging standard", () => {
    expect(ISO_24970_VOCABULARY.map(({ term }) => term)).toEqual([
      "event",
      "trigger",
      "log entry",
      "information model",
    ]);
  });

  it("say that the standard is a draft without legal effect", () => {
    expect(LOGGING_STANDARD).toMatchObject({ status: "draft", citedInOfficialJournal: false });
  });

  it("name for each type the purposes of Art 12(2), in order and once", () => {
    for (const { purposes } of Object.values(PURPOSES_BY_TYPE)) {
      expect(purposes).toEqual([...new Set<string>(purposes)].sort());
    }
  });
});
