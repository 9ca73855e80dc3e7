/** Why the tool could not do what it was asked; the message is what the caller reads behind `Error executing tool fetch: `. */
export class ToolFault extends Error {}
