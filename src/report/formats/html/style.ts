/** How the page looks: light and dark, on a telephone and on paper. Nothing is told by colour alone. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--ink:#1a2029;--muted:#525c6b;--line:#d6dbe3;--soft:#eef1f5;--accent:#1f57b8;--good:#12683a;--bad:#ad1f17;--open:#6a5208;--good-soft:#e4f4ea;--bad-soft:#fdeae8;--open-soft:#fbf3da;--on:#fff}
@media (prefers-color-scheme:dark){:root{--ground:#12151b;--card:#1a1f27;--ink:#e7ebf1;--muted:#a6b0bf;--line:#343c49;--soft:#232a34;--accent:#8fb8ff;--good:#7bd7a0;--bad:#ff9f97;--open:#e6c768;--good-soft:#16301f;--bad-soft:#3b1c1a;--open-soft:#322b14;--on:#12151b}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
header,main,footer{max-width:1120px;margin:0 auto;padding:0 1.25rem}
header{padding-top:2rem}
footer{padding-top:2.5rem;padding-bottom:3rem;color:var(--muted);font-size:.875rem}
h1{font-size:clamp(1.5rem,4.5vw,2.25rem);line-height:1.2;margin:.25rem 0 1rem;letter-spacing:-.015em;overflow-wrap:anywhere}
h2{font-size:1.3rem;margin:2.75rem 0 .75rem;letter-spacing:-.01em;overflow-wrap:anywhere}
h3{font-size:1rem;display:inline;margin:0;overflow-wrap:anywhere}
h4{font-size:.95rem;margin:1.5rem 0 .5rem;overflow-wrap:anywhere}
p{margin:.4rem 0;overflow-wrap:anywhere}
code,pre,.id,.number{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.86em;overflow-wrap:anywhere}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-999px;background:var(--card);padding:.5rem 1rem}
.skip:focus{left:1rem;top:1rem;z-index:1}
.muted{color:var(--muted)}
.brand{font-weight:650;color:var(--muted);font-size:.875rem;letter-spacing:.02em}
.brand span{font-weight:400}
.mark{display:inline-block;min-width:1.25em;font-weight:700}
.mark.good,.good>.mark{color:var(--good)}.mark.bad,.bad>.mark{color:var(--bad)}.mark.open,.open>.mark{color:var(--open)}
.verdict{display:flex;flex-wrap:wrap;gap:.25rem .6rem;align-items:baseline;padding:.9rem 1.1rem;border-radius:12px;border:1px solid;font-size:1.1rem}
.verdict.good{background:var(--good-soft);border-color:var(--good)}.verdict.bad{background:var(--bad-soft);border-color:var(--bad)}.verdict.open{background:var(--open-soft);border-color:var(--open)}
.verdict span:last-child:not(.mark){margin-left:auto;font-size:.9rem}
.failure{background:var(--bad-soft);border-left:4px solid var(--bad);border-radius:0 10px 10px 0;padding:.6rem 1rem;margin:1rem 0}
.note{background:var(--open-soft);border-left:4px solid var(--open);border-radius:0 10px 10px 0;padding:.6rem 1rem}
.overview{display:grid;grid-template-columns:minmax(0,1fr);gap:.75rem;margin-top:1.5rem}
.overview>div{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr;gap:.25rem 1rem;align-items:baseline}
.overview p{margin:0;font-weight:600;font-size:.9rem}
.overview ul{display:flex;flex-wrap:wrap;gap:.35rem;list-style:none;margin:0;padding:0}
.overview a{display:inline-block;min-width:3rem;padding:.15rem .55rem;border:1px solid var(--line);border-radius:999px;background:var(--card);color:var(--ink);text-decoration:none;font-size:.85rem;font-variant-numeric:tabular-nums}
.overview a:hover{border-color:var(--accent)}
.overview a.bad{background:var(--bad-soft);border-color:var(--bad)}.overview a.open{background:var(--open-soft)}
.ways{display:grid;grid-template-columns:minmax(0,1fr);gap:1rem}
.card,.entry{background:var(--card);border:1px solid var(--line);border-radius:12px}
.card{margin:0;padding:1rem 1.1rem}
figcaption{margin-bottom:.5rem}
.result{display:block;overflow-wrap:anywhere}
.entry{margin:.5rem 0}
.entry.bad{border-color:var(--bad)}
.entry>summary{display:flex;flex-wrap:wrap;gap:.1rem .6rem;align-items:baseline;position:relative;padding:.65rem 2.2rem .65rem 1rem;cursor:pointer;list-style:none;border-radius:12px}
.entry>summary::-webkit-details-marker{display:none}
.entry>summary:hover{background:var(--soft)}
.entry>summary .id{font-weight:700}
.entry>summary .state{font-size:.85rem;color:var(--muted);margin-right:auto}
.entry.bad>summary .state{color:var(--bad);font-weight:650}
.entry>summary .took{font-size:.85rem;color:var(--muted);font-variant-numeric:tabular-nums}
.entry>summary .saw{order:1;flex-basis:100%;padding-left:1.85rem;color:var(--muted);font-size:.92rem;overflow-wrap:anywhere}
.entry>summary::after{content:"▸";color:var(--muted);position:absolute;top:.65rem;right:1rem}
.entry[open]>summary::after{content:"▾"}
.inside{padding:.25rem 1rem 1rem}
.idea{border-left:4px solid var(--accent);padding-left:.9rem;font-size:1.02rem}
.checks,.log{list-style:none;padding:0;margin:.5rem 0}
.checks li,.log li{padding:.1rem 0;overflow-wrap:anywhere}
.hop,.more{border:1px solid var(--line);border-radius:10px;margin:.4rem 0;background:var(--card)}
.hop>summary,.more>summary{padding:.45rem .8rem;cursor:pointer;overflow-wrap:anywhere}
.hop>summary:hover,.more>summary:hover{background:var(--soft)}
.number{display:inline-block;min-width:1.6em;text-align:center;border:1px solid var(--muted);border-radius:999px;line-height:1.5}
.came{font-weight:600}
dl{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.2rem 1rem;margin:.5rem 0}
dt{color:var(--muted)}
dd{margin:0;min-width:0;overflow-wrap:anywhere}
.claims code{display:inline-block;background:var(--soft);border-radius:6px;padding:0 .4rem;margin:.1rem .2rem .1rem 0}
.bytes{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:.75rem}
.bytes figure{margin:0;min-width:0}
.bytes figcaption{font-size:.8rem;color:var(--muted);margin:0}
pre{background:var(--soft);border-radius:8px;padding:.7rem .8rem;margin:.2rem 0;white-space:pre-wrap;font-size:.8rem;line-height:1.5}
.scroll{position:relative;overflow-x:auto;max-width:100%;border-radius:8px}
table{border-collapse:collapse;min-width:100%;font-size:.92rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .75rem;border-bottom:1px solid var(--line);min-width:6rem;max-width:26rem;overflow-wrap:anywhere}
thead th{border-bottom:2px solid var(--line);font-size:.85rem}
tbody th{font-weight:600}
.columns td p{margin:.15rem 0}
.tokens{min-width:0}
.tokens td,.tokens thead th:not(:first-child){min-width:15rem}
.tokens th:first-child{position:sticky;left:0;background:var(--ground)}
td.differs,.tag.differs{background:var(--open-soft);color:var(--ink)}
.tag,.badge{display:inline-block;border:1px solid var(--muted);border-radius:6px;padding:0 .35rem;font-size:.75rem;font-weight:650;line-height:1.5}
.badge{border-color:var(--accent);color:var(--accent)}
figure.card ol{margin:.5rem 0 0;padding-left:1.4rem}
figure.card li{margin:.35rem 0;overflow-wrap:anywhere}
.narrow{display:none}
svg{display:block;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
.sequence text,.timeline text{fill:var(--ink);font-size:11.5px}
.sequence text{text-anchor:middle}
.party rect{fill:var(--soft);stroke:var(--muted)}
.party line{stroke:var(--muted);stroke-dasharray:2 4}
.party text{font-weight:650;font-size:13px}
.party.unseen rect{fill:none;stroke-dasharray:4 4}
.party.unseen text{fill:var(--muted)}
.party .note{font-size:11px;font-weight:400}
.sequence a:hover text{text-decoration:underline}
.request .shaft,.answer .shaft{stroke:var(--accent);stroke-width:1.8;fill:none}
.request .point{fill:var(--accent)}
.request circle{fill:var(--accent)}
.sequence .request .number{fill:var(--on);font-weight:700;font-size:11px}
.sequence .carried{fill:var(--muted)}
.answer .shaft{stroke-dasharray:6 4}
.answer.good .shaft{stroke:var(--good)}.answer.good .point{fill:var(--good)}.sequence .answer.good text{fill:var(--good);font-weight:650}
.answer.bad .shaft{stroke:var(--bad)}.answer.bad .point{fill:var(--bad)}.sequence .answer.bad text{fill:var(--bad);font-weight:650}
.tick line{stroke:var(--line)}
.tick text{text-anchor:middle;font-size:11px}
.timeline .tick text{fill:var(--muted)}
.timeline .lane{font-weight:600}
.bar rect{stroke:var(--card)}
.timeline .in-bar{text-anchor:middle;font-size:10.5px}
.bar.starting rect{fill:var(--open-soft);stroke:var(--open);stroke-dasharray:3 2}
.bar.ready rect{fill:var(--good-soft);stroke:var(--good)}
.bar.good rect{fill:var(--soft);stroke:var(--muted)}
.bar.failed rect,.bar.bad rect{fill:var(--bad-soft);stroke:var(--bad);stroke-width:2}
.bar.open rect{fill:var(--open-soft);stroke:var(--open)}
@media (max-width:640px){.wide{display:none}.narrow{display:block}header,main,footer{padding-left:.9rem;padding-right:.9rem}.overview>div{grid-template-columns:1fr}.inside{padding:.25rem .8rem .9rem}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.4rem}.tokens td,.tokens thead th:not(:first-child){min-width:11rem}}
@media print{.wide{display:block}.narrow{display:none}:root{--ground:#fff}body{font-size:11pt}.skip{display:none}details:not([open])::details-content{content-visibility:visible;block-size:auto;display:block}.entry>summary::after{content:""}.entry,.hop,.card,figure{break-inside:avoid-page}.entry{break-inside:auto}.scroll{overflow:visible}svg{max-width:100%;height:auto}a{color:inherit}}
`;
