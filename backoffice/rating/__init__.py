"""The tablet before a citizen at a counter: three faces with words."""

#: What an unhappy citizen may point at; the texts are `rating.reason.<name>`.
REASONS = ("waiting", "attitude", "guidance", "papers")

#: What a press means (NĐ 61/2018, Điều 31), from the best: the text is `rating.level.<level>`, with its sign.
LEVELS = ((3, "face-happy"), (2, "face-content"), (1, "face-unhappy"))
