.pragma library

// Pictograms as strokes on a grid of 24 with a pen of 2, in the path syntax of SVG.
const circle = "M12 21a9 9 0 1 0 0-18a9 9 0 0 0 0 18z";
const paths = {
    back: "M19.5 12H4.5M10.5 6l-6 6l6 6",
    forward: "M9 5l7 7l-7 7",
    help: circle + "M9.4 9.5a2.7 2.7 0 1 1 4.1 2.3c-1 .6-1.5 1.1-1.5 2.1M12 17v.1",
    bell: "M6 10.5a6 6 0 0 1 12 0c0 4.6 2 6 2 6H4s2-1.4 2-6M12 4.5V3M9.8 19.7a2.4 2.4 0 0 0 4.4 0",
    lower: "M10.5 2.4a1.5 1.5 0 1 0 .01 0M10.5 8v6h5l2.5 5.5l2-.8M10.5 10.5h4.5"
        + "M7.7 10.9a5.3 5.3 0 1 0 7 6.8",
    contrast: circle,
    plenty: "",
    few: "",
    check: "M4.5 12.5l5 5l10-11",
    full: circle + "M7.5 12h9",
    cross: "M6 6l12 12M18 6L6 18",
    warning: "M12 4L2.8 20h18.4zM12 10.2v4M12 17v.1",
    minus: "M5 12h14",
    plus: "M5 12h14M12 5v14",
    reader: "M8 3h8a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2h-8a2 2 0 0 1-2-2v-14a2 2 0 0 1 2-2z"
        + "M9.5 7h5v3.5h-5zM9.5 14.2v.1M12 14.2v.1M14.5 14.2v.1M9.5 17.4v.1M12 17.4v.1M14.5 17.4v.1",
    printer: "M7 9V3.5h10V9M7 17H5.5a2 2 0 0 1-2-2v-4a2 2 0 0 1 2-2h13a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2H17"
        + "M7 14h10v6.5h-10z",
    payments: "M5 5.5h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2zM3 10h18M6.5 14.8h3.5",
    database: "M2.5 9.6a14 14 0 0 1 19 0M5.8 13.2a9.2 9.2 0 0 1 12.4 0M9 16.6a4.5 4.5 0 0 1 6 0M12 20v.1",
    clock: circle + "M12 7v5l3.5 2.2",
    contactless: "M7 9a6 6 0 0 1 0 6M11 6.5a11 11 0 0 1 0 11M15 4a16 16 0 0 1 0 16",
    ticket: "M3 6h18v3.8a2.2 2.2 0 0 0 0 4.4V18h-18v-3.8a2.2 2.2 0 0 0 0-4.4z"
        + "M14.5 8.5v.1M14.5 12v.1M14.5 15.5v.1",
    pin: "M12 21.5s-7-6.3-7-11.8a7 7 0 0 1 14 0c0 5.5-7 11.8-7 11.8z"
        + "M12 12.2a2.5 2.5 0 1 0 0-5a2.5 2.5 0 0 0 0 5z",
    language: circle + "M3 12h18M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18",
};

// The parts of a pictogram that are filled instead.
const fills = {
    contrast: "M12 3a9 9 0 0 0 0 18z",
    plenty: "M12 20a8 8 0 1 0 0-16a8 8 0 0 0 0 16z",
    few: "M12 4L21.5 20.5H2.5z",
};
