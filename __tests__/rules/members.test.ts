import { emptied } from "../../rules/sources/members";

const of = (text: string) => emptied(Buffer.from(text), ["prior_state", "planned_values"]).toString();

describe("What a plan says twice is left out before it is parsed", () => {
  it.each([
    ["a member of the outermost object", '{"a":1,"prior_state":{"b":{"c":[1]}},"d":2}', '{"a":1,"prior_state":{},"d":2}'],
    ["two of them, with spaces between", '{ "prior_state" : {"x":"}"} ,\n"planned_values":{"y":{}} }', '{ "prior_state" : {} ,\n"planned_values":{} }'],
    ["whatever brackets and quotes stand in its texts", '{"prior_state":{"x":"a\\"}{\\\\"},"y":"z"}', '{"prior_state":{},"y":"z"}'],
    ["not one of that name further in", '{"a":{"prior_state":{"b":1}}}', '{"a":{"prior_state":{"b":1}}}'],
    ["not one in a list", '[{"prior_state":{"b":1}}]', '[{"prior_state":{"b":1}}]'],
    ["not a text of that name", '{"a":"prior_state","b":{"c":1}}', '{"a":"prior_state","b":{"c":1}}'],
    ["not a member that is no object", '{"prior_state":null,"planned_values":[{"a":1}]}', '{"prior_state":null,"planned_values":[{"a":1}]}'],
    ["nothing of what is cut off", '{"a":1,"prior_state":{"b":{"c"', '{"a":1,"prior_state":{"b":{"c"'],
    ["nothing of what is no JSON", "PK\u0003\u0004", "PK\u0003\u0004"],
  ])("%s", (_, given, left) => expect(of(given)).toBe(left)); // prettier-ignore
});
