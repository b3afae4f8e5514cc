-- The newest wish of a person in a draw, and the end of a draw's window, are found by what they are about.
CREATE INDEX act_draw ON act (chain) WHERE act IN ('draw-close', 'draw-wish');
