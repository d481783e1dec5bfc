/** Facts of a page for search engines, in schema.org's words. It is data, which a content security policy lets through. */
export function StructuredData({ facts }: { facts: object }) {
  // A text that holds "</script>" must not end the element.
  const json = JSON.stringify({ "@context": "https://schema.org", ...facts }).replaceAll("<", "\\u003c");
  // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON in which no element can begin or end
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />;
}

/** Questions and their answers, as they stand on the page. */
export function faqFacts(questions: { question: string; answer: string }[]): object {
  return {
    "@type": "FAQPage",
    mainEntity: questions.map(({ question, answer }) => ({
      "@type": "Question",
      name: question,
      acceptedAnswer: { "@type": "Answer", text: answer },
    })),
  };
}
