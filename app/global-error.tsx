"use client";

import { type CSSProperties, useEffect, useState } from "react";
import { findRequestId } from "@/components/request-id";

/** The only texts outside messages/: where even the root layout failed there is nothing to read them with. */
const texts = {
  en: {
    title: "That did not work",
    text: "Something went wrong on our side. Nothing was lost, and trying again often helps.",
    retry: "Try again",
    reference: "If you write to us, mention:",
  },
  nl: {
    title: "Dat ging niet goed",
    text: "Er ging iets mis aan onze kant. Er is niets verloren, en opnieuw proberen helpt vaak.",
    retry: "Probeer opnieuw",
    reference: "Als je ons schrijft, noem dan:",
  },
};

const page: CSSProperties = {
  margin: 0,
  minHeight: "100dvh",
  display: "grid",
  placeContent: "center",
  justifyItems: "center",
  padding: "2rem",
  textAlign: "center",
  colorScheme: "light dark",
  fontFamily: "ui-sans-serif, system-ui, sans-serif",
  lineHeight: 1.6,
  background: "light-dark(#faf6ec, #0d1512)",
  color: "light-dark(#15261f, #f1ede2)",
};

const button: CSSProperties = {
  marginTop: "1.5rem",
  padding: "0.75rem 1.5rem",
  border: 0,
  borderRadius: "0.625rem",
  font: "inherit",
  fontWeight: 600,
  cursor: "pointer",
  background: "light-dark(#1d4638, #dcae57)",
  color: "light-dark(#faf6ec, #15261f)",
};

/** The last resort: it needs no style sheet, no font and no server. */
export default function GlobalError() {
  const [requestId, setRequestId] = useState<string | null>(null);
  useEffect(() => setRequestId(findRequestId()), []);
  const isDutch =
    typeof document !== "undefined" &&
    (/NEXT_LOCALE=nl/.test(document.cookie) || /^\/nl(\/|$)/.test(location.pathname));
  const t = isDutch ? texts.nl : texts.en;
  return (
    <html lang={isDutch ? "nl" : "en"}>
      <body style={page}>
        <title>{t.title}</title>
        <main>
          <h1 style={{ fontSize: "2rem", margin: 0 }}>{t.title}</h1>
          <p style={{ maxWidth: "26rem" }}>{t.text}</p>
          <button type="button" style={button} onClick={() => location.reload()}>
            {t.retry}
          </button>
          {requestId ? (
            <p style={{ fontSize: "0.8rem" }}>
              {t.reference} <code>{requestId}</code>
            </p>
          ) : null}
        </main>
      </body>
    </html>
  );
}
