.pragma library

// Three vehicles from the side, facing right, in centimetres: windows and hubs are
// holes (even-odd). They stand on the lower edge of their drawing.
function wheel(x, y, radius) {
    return disc(x, y, radius) + disc(x, y, radius * 0.42);
}

function disc(x, y, radius) {
    const across = 2 * radius;
    return `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${across} 0a${radius} ${radius} 0 1 0 ${-across} 0z`;
}

// The lower edge from the front to the rear, open above both wheels.
function sill(y, front, rear, radius) {
    return `H${front + radius}A${radius} ${radius} 0 0 0 ${front - radius} ${y}`
        + `H${rear + radius}A${radius} ${radius} 0 0 0 ${rear - radius} ${y}`;
}

const longest = 510;
const tallest = 198;

const drawings = {
    compact: {
        length: 366,
        height: 150,
        outline: "M20 122C9 122 4 116 5 105L8 82C10 66 20 46 36 24C47 8 60 2 82 1L178 0C206 0 224 7 242 25L274 58"
            + "C312 62 338 68 350 78C360 86 363 98 363 110C363 118 359 122 350 122"
            + sill(122, 294, 74, 39) + "H20z"
            + "M86 16C70 16 62 20 54 31L40 51C36 57 38 61 45 61H136C140 61 142 59 142 55V22C142 18 140 16 136 16z"
            + "M162 16C158 16 156 18 156 22V55C156 59 158 61 162 61H238C245 61 247 57 242 52L226 34C212 20 202 16 180 16z"
            + "M349 90C340 86 330 84 322 84C319 84 318 87 321 89C330 95 340 97 352 97z"
            + wheel(294, 120, 30) + wheel(74, 120, 30),
    },
    regular: {
        length: 466,
        height: 146,
        outline: "M22 118C10 118 5 112 5 101L7 80C8 68 15 61 28 59L72 54C84 40 98 27 112 17C128 5 144 1 168 0H222"
            + "C250 0 270 6 290 20L342 56C392 60 426 67 444 77C456 84 461 96 461 107C461 114 457 118 449 118"
            + sill(118, 374, 100, 40) + "H22z"
            + "M172 15C150 15 136 19 124 29L102 48C96 53 97 57 105 57H188C192 57 194 55 194 51V21C194 17 192 15 188 15z"
            + "M214 15C210 15 208 17 208 21V51C208 55 210 57 214 57H300C308 57 309 53 303 48L278 30C262 18 248 15 224 15z"
            + "M447 88C438 83 426 80 416 80C413 80 412 83 415 85C424 91 436 94 450 94z"
            + wheel(374, 115, 31) + wheel(100, 115, 31),
    },
    large: {
        length: 510,
        height: 198,
        outline: "M22 168C10 168 5 162 5 151L10 44C11 14 22 2 50 1L322 0C352 0 370 8 386 28L424 80"
            + "C462 86 486 94 494 108C502 122 505 138 505 154C505 163 500 168 491 168"
            + sill(168, 410, 104, 44) + "H22z"
            + "M52 22C38 22 33 28 32 42L30 76C30 81 32 83 37 83H130C134 83 136 81 136 77V28C136 24 134 22 130 22z"
            + "M156 22C152 22 150 24 150 28V77C150 81 152 83 156 83H250C254 83 256 81 256 77V28C256 24 254 22 250 22z"
            + "M276 22C272 22 270 24 270 28V77C270 81 272 83 276 83H386C393 83 395 80 391 74L366 38C356 25 346 22 328 22z"
            + "M492 118C482 112 470 108 460 108C457 108 456 111 459 113C469 120 482 124 496 124z"
            + wheel(410, 164, 34) + wheel(104, 164, 34),
    },
};
