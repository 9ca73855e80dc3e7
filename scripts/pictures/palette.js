/** The colours of all pictures, on dark and on light ground, and their type. */
export const PALETTE = `
text { font: 14px ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; fill: #d4d7dd; white-space: pre }
rect.ground { fill: #16181d } rect.mark { fill: #d4d7dd } text.mark { fill: #16181d }
.red { fill: #f47a7a } .green { fill: #7bcf8a } .blue { fill: #7fb0f5 } .magenta { fill: #d69ae6 } .cyan { fill: #6fd0d8 }
.bold { font-weight: 700 } .dim { opacity: .6 }
@media (prefers-color-scheme: light) {
text { fill: #24292f } rect.ground { fill: #fbfbfc } rect.mark { fill: #24292f } text.mark { fill: #fbfbfc }
.red { fill: #b42323 } .green { fill: #1d7a33 } .blue { fill: #1f5fbf } .magenta { fill: #8a2da5 } .cyan { fill: #12727c }
}`;

/** Text as XML has it. */
export function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
