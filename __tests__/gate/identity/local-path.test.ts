import { localPath } from "../../../gate/identity/local-path";

const ORIGIN = "https://mlflow.test.example.org";

test.each(["/", "/models?name=credit", "/get-artifact?path=a%2Fb&run_uuid=1", "/evidence/me"])(
  "After sign-in the browser goes back to %s",
  (path) => expect(localPath(path, ORIGIN)).toBe(path),
);

test.each([
  "https://evil.example.org/",
  "//evil.example.org",
  "/\\evil.example.org",
  "\\\\evil.example.org",
  "/\t/evil.example.org",
  "/x/..//evil.example.org",
  "/x\\..\\\\evil.example.org",
  "/%0d%0aset-cookie:x\r\n",
  " /",
  "",
  "javascript:alert(1)",
  "/evidence/sign-in?to=/",
  "/evidence/callback?code=x",
  "/evidence/sign-out",
  `/${"a".repeat(3000)}`,
  ["/a", "/b"],
  undefined,
])("Sign-in lends its name to no other page: %j leads to the front page", (path) => {
  expect(localPath(path, ORIGIN)).toBe("/");
});
