import { Section, Text } from "react-email";
import { mailColours } from "@/lib/platform/mail-layout";

/** A six-digit code as a mail shows it: large, and easy to tell from what stands around it. */
export function MailCode({ code }: { code: string }) {
  return (
    <Section style={{ backgroundColor: mailColours.sunken, borderRadius: 10 }}>
      <Text
        style={{
          fontFamily: '"JetBrains Mono", ui-monospace, Menlo, Consolas, monospace',
          fontSize: 30,
          fontWeight: 600,
          letterSpacing: "0.14em",
          lineHeight: "36px",
          margin: 0,
          padding: "14px 20px",
          textAlign: "center",
        }}
      >
        {spacedCode(code)}
      </Text>
    </Section>
  );
}

/** Two groups of three are read and typed without losing the place. */
export function spacedCode(code: string): string {
  return `${code.slice(0, 3)} ${code.slice(3)}`;
}
