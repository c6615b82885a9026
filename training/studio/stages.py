"""Which trials take a seat of their slot."""

# States of a trial. Rooms know trials as those who fill their seats, and no more.
SEATED = ("planned", "confirmed", "live", "finished")
