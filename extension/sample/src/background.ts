import { gatehouse } from "./gatehouse";
import { listenForRules } from "./rules/run-rules";

/* Registered at the top level, where a service worker that was woken by an event finds them in time. */
gatehouse.listen();
listenForRules();
