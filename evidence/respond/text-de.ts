import type { Texts } from "./text-shape";

/** The cover and VERIFY.md in German. */
export const de: Texts = {
  page: { lang: "de", skip: "Zum Inhalt", contents: "Auf dieser Seite" },
  title: "Antwort auf das Ersuchen einer Behörde",
  about: "Was in diesem Ordner ist, was nicht und warum, und wie alles ohne unsere Software zu prüfen ist.",
  confidential: "Vertraulich: Art. 78 der Verordnung (EU) 2024/1689",
  confidentialMeans:
    "Übergeben für das hier genannte Ersuchen. Enthält mit Schlüssel gebildete Prüfsummen und Pseudonyme, die für Inhaber der Schlüssel personenbezogene Daten sind, und Geschäftsinformationen.",
  labels: {
    reference: "Aktenzeichen des Ersuchens",
    system: "KI-System",
    environment: "Umgebung",
    period: "Zeitraum",
    askedAbout: "Gefragt ist nach",
    made: "Erstellt",
    key: "Signaturschlüssel (SHA-256 des öffentlichen Schlüssels)",
    events: "Protokolleinträge",
    findings: "Befund(e), dort genannt",
  },
  upTo: "bis ausschließlich",
  scopes: {
    period: "dem System im Zeitraum",
    version: "der registrierten Modellversion",
    case: "dem Fall einer Person, durch die mit Schlüssel gebildete Prüfsumme",
  },
  headings: {
    inside: "Was enthalten ist",
    missing: "Was fehlt, und warum",
    withheld: "Was zurückgehalten wurde, und auf welcher Grundlage",
    verify: "Wie es zu prüfen ist",
    limits: "Was dies zeigt, und was nicht",
  },
  columns: {
    what: "Was",
    howMany: "Anzahl",
    where: "Wo",
    item: "Gegenstand",
    because: "Warum",
    digest: "SHA-256",
    reason: "Grund",
    basis: "Grundlage",
  },
  inside: {
    export: "Protokolleinträge des Zeitraums, mit Zählungen, Lücken, Ketten und einem Bericht",
    entries: "Protokolleinträge des Falls, und wo jeder im Archiv liegt",
    records:
      "Signierte Aufzeichnungen: Entscheidungen, Freigaben, Prüfungen, Auslieferungen, Kontrollen, Vorfälle",
    documentation: "Dokumente, die die Aufzeichnungen durch ihre Prüfsumme nennen",
    documents: "Erzeugte Auszüge der technischen Dokumentation (englisch)",
    chain: "Die Kette von Protokolleinträgen zu Freigabe, Überwachung und Infrastruktur",
    keys: "Öffentliche Schlüssel, mit denen die Aufzeichnungen geprüft werden",
    recordList: "Welche Aufzeichnungen hier sind, und welche ausgelassen wurden",
    documentList: "Welche Dokumente hier sind, und welche ausgelassen wurden",
  },
  verdicts: {
    met: "gegeben",
    broken: "gebrochen",
    missing: "fehlt",
    "cannot-tell": "lässt sich nicht sagen",
  },
  missingNone: "Unter dem, was angesehen wurde, fehlt nichts.",
  missingNote: "Die Gründe stehen so da, wie das Programm sie festgestellt hat: auf Englisch.",
  withheldNone: "Kein Gegenstand wurde namentlich zurückgehalten.",
  withheldNote:
    "Jeder Gegenstand ist mit seiner Prüfsumme genannt: wird er später übergeben, ist er daran zu erkennen.",
  leftOutNote: "Nach Regel ausgelassen, jeweils mit Prüfsumme in records.json oder documents.json genannt:",
  leftOut: {
    "other-system": "Aufzeichnung(en) über andere KI-Systeme",
    "other-time": "Aufzeichnung(en) von Kontrollen und Kopien aus anderer Zeit",
    "other-request": "Aufzeichnung(en) über Ersuchen anderer",
    "other-person": "Aufzeichnung(en), die andere Personen betreffen können",
    redacted: "namentlich zurückgehaltene(r) Gegenstand/Gegenstände",
    artifact: "Datei(en) von Modellen: auf Ersuchen erhältlich",
    "audit-events": "Kopie(n) eines Prüfpfads der ganzen Organisation: auf Ersuchen erhältlich",
    missing: "Dokument(e), die eine Aufzeichnung nennt und der Tresor nicht enthält",
    changed: "Dokument(e), die nicht sind, was ihre Prüfsumme sagt",
  },
  verify: "In diesem Ordner, mit sha256sum und openssl:",
  verifyMore: "Schritt für Schritt, mit jeder Aufzeichnung und jedem Dokument:",
  verifyTool: "Alles auf einmal, wo unsere Software installiert ist:",
  limits: [
    "Die Signatur zeigt, dass nichts geändert wurde, seit der Inhaber des Schlüssels signiert hat. Wessen Schlüssel es ist, zeigt der Ordner nicht: vergleichen Sie den Fingerabdruck auf einem anderen Weg.",
    "Zeiten in Aufzeichnungen sind die ihrer Verfasser, bis ein Zeitstempel einer Zeitstempelstelle sie deckt.",
    "Nicht gezeigt ist, dass alles protokolliert wurde, was geschah: was über die Vollständigkeit bekannt ist, steht im Bericht des Exports.",
  ],
  caseLimits: [
    "Enthalten sind Einträge, die die Prüfsumme des Falls tragen, und solche, die sich ohne eigenen Fall auf einen davon beziehen. Einträge anderer sind nicht enthalten.",
    "Die archivierten Objekte selbst werden nicht übergeben, weil sie Einträge anderer Personen enthalten; ihre Prüfsummen stehen bei jedem Eintrag.",
  ],
  steps: {
    title: "Wie diese Antwort zu prüfen ist",
    intro:
      "Nur mit `bash`, `sha256sum` und `openssl`. Führen Sie die Befehle in diesem Ordner aus, in einer Kopie, neben die Sie schreiben dürfen.",
    unchanged: "Keine Datei wurde geändert",
    unchangedMeans: "Jede Zeile muss auf `OK` enden.",
    nothingAdded: "Nichts wurde hinzugefügt",
    nothingAddedMeans: "Muss `nothing was added` ausgeben; sonst nennt es, was die Liste nicht enthält.",
    signed: "Die Liste wurde signiert",
    signedMeans: "Muss `Verified OK` ausgeben.",
    whose: "Wessen Schlüssel es ist",
    whoseMeans:
      "Der Schlüssel liegt in diesem Ordner; das allein zeigt nur, dass der Ordner in sich stimmt. Vergleichen Sie die Ausgabe mit dem Fingerabdruck, den Sie auf einem anderen Weg erhalten haben (Brief, veröffentlichte Seite). Für diese Antwort ist er",
    export: "Der Export des Protokolls",
    exportMeans:
      "Er ist ein Bündel für sich, signiert mit demselben Schlüssel. `export/VERIFY.md` (englisch) führt weiter: Ketten des Protokolls, Zählungen, Siegel und ihre Zeitstempel; `export/report.html` zeigt es im Browser.",
    entries: "Die Einträge des Falls",
    entriesMeans:
      "Jede Zeile von `case/entries.ndjson` ist ein Eintrag. Muss `entries agree` ausgeben: jeder hat die Prüfsumme, unter der `case/places.ndjson` seine Stellen im Archiv nennt.",
    documentation: "Die Dokumente sind die, die die Aufzeichnungen nennen",
    documentationMeans: "Jedes heißt nach seiner eigenen Prüfsumme. Muss `documents agree` ausgeben.",
    records: "Die Aufzeichnungen",
    recordsMeans:
      "Jede ist mit einem Schlüssel aus `keys/` signiert und nennt die Prüfsumme ihrer Vorgängerin in ihrem Strom. Die Befehle nennen, was nicht passt, und am Ende, wie viele passen. Wo Aufzeichnungen ausgelassen sind, steht die Prüfsumme der letzten davon in `records.json`.",
    read: "Was eine Aufzeichnung sagt",
    readMeans: "Zum Beispiel die erste:",
    all: "Alles auf einmal",
    allMeans:
      "Wo es installiert ist, tut `evidence verify ORDNER` all dies und vergleicht die Teile miteinander; mit `--public-key`, `--key-ring` und `--timestamp-ca` nach eigenen Schlüsseln und Zertifikaten.",
  },
};
