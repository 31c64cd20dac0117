import { htmlPage } from "../../../evidence/html";

const MARKUP = `"><script>alert(1)</script>`;

test("text from outside cannot become markup, wherever a page shows it", () => {
  const page = htmlPage({
    title: MARKUP,
    subject: [MARKUP, MARKUP],
    about: MARKUP,
    contents: [{ id: MARKUP, title: MARKUP }],
    footer: MARKUP,
    words: { lang: MARKUP, skip: MARKUP, contents: MARKUP },
    body: "<p>of a template</p>",
  });
  expect(page).not.toContain("<script");
  expect(page).toContain("<p>of a template</p>");
});

test("a page may load nothing and run nothing, and the browser is told so before anything else is read", () => {
  const page = htmlPage({ title: "A page", body: "" });
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page);
  expect(policy?.[1]).toBe(
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'",
  );
  expect(policy!.index).toBeLessThan(page.indexOf("<style"));
  expect(page).not.toMatch(/https?:|url\(/);
});

test("a page says its language, and its own words are in it", () => {
  const words = { lang: "de", skip: "Zum Inhalt", contents: "Auf dieser Seite" };
  const page = htmlPage({ title: "Auskunft", body: "", contents: [{ id: "a", title: "Teil" }], words });
  expect(page).toContain('<html lang="de">');
  expect(page).toContain(">Zum Inhalt</a>");
  expect(page).toContain('<nav aria-label="Auf dieser Seite">');
});

test("parts of the subject are kept apart, so that one written from the right does not turn the other about", () => {
  const page = htmlPage({ title: "A page", subject: ["\u202Elive", "production"], body: "" });
  expect(page).toContain("<bdi>\u202Elive</bdi>, <bdi>production</bdi>");
});
