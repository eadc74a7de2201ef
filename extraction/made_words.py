"""The people, places and sentences of the made extraction (extraction/made.py)."""

PEOPLE: tuple[tuple[str, str], ...] = (
    ("+447700900101", "Alex Rowe"),
    ("+447700900102", "Bea Lindqvist"),
    ("+447700900103", "Chidi Okafor"),
    ("+447700900104", "Dana Pugh"),
    ("+447700900105", "Ewan Hart"),
    ("+447700900106", "Farah Aziz"),
    ("+447700900107", "Mum"),
    ("+447700900108", "Dentist"),
)

_SELF = ("447700900100@s.whatsapp.net", "Local User")


def _jid(place: int) -> tuple[str, str]:
    number, name = PEOPLE[place]
    return (f"{number.lstrip('+')}@s.whatsapp.net", name)


CHATS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    (_jid(0)[0], PEOPLE[0][1], (_SELF, _jid(0))),
    (_jid(1)[0], PEOPLE[1][1], (_SELF, _jid(1))),
    (_jid(6)[0], PEOPLE[6][1], (_SELF, _jid(6))),
    (_jid(4)[0], PEOPLE[4][1], (_SELF, _jid(4))),
    ("447700900100-1600000001@g.us", "Five-a-side", (_SELF, _jid(2), _jid(3), _jid(4))),
    ("447700900100-1600000002@g.us", "Flat 4", (_SELF, _jid(1), _jid(5))),
)

SENTENCES: tuple[str, ...] = (
    "Are you home yet?",
    "Running ten minutes late, sorry",
    "Can you pick up milk on the way?",
    "That was a good laugh last night 😂",
    "I will call you after work",
    "Did you see the message from Dana?",
    "The train is stuck outside Leeds again",
    "Happy birthday! 🎂",
    "Where did you leave the spare key?",
    "I said no. Please stop asking",
    "Why were you not answering?",
    "Who were you with?",
    "I was at my sister's, I told you",
    "Please do not come to the flat tonight",
    "Fine. We can talk on Sunday",
    "Match is off, pitch is flooded",
    "Seven o'clock at the usual place",
    "Landlord is coming on Thursday about the boiler",
    "Ok",
    "No worries x",
    "Thank you for yesterday",
    "Send me the address again?",
    "Bringing soup, do you have bread?",
    "Let me know when you are safe",
)

PLACES: tuple[tuple[str, float, float], ...] = (
    ("Home", 53.80100, -1.54900),
    ("Work", 53.79600, -1.53500),
    ("Gym", 53.81200, -1.56100),
    ("Station", 53.79400, -1.54700),
    ("Park", 53.83800, -1.49600),
)

PAGES: tuple[tuple[str, str], ...] = (
    ("Weather for Leeds", "https://weather.example.org/leeds"),
    ("Train times", "https://trains.example.org/departures"),
    ("Soup recipes", "https://food.example.org/soup"),
    ("Advice line opening hours", "https://advice.example.org/hours"),
    ("Local news", "https://news.example.org/local"),
    ("Boiler repair", "https://repairs.example.org/boiler"),
)
