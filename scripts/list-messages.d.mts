export function writeMessagesModule(root: string): void;
export function messagesModule(folder: string): string;
