# Every sentence of the survivor's pages, in English: the reviewed language.
# Short words, short sentences, and no more than is true. Names of laws and identifiers stay
# out of sentences; they are under "How do you know?".

## The frame

name = Notes
skip = Skip to the main part
leave = Leave this page
lock = Lock
foot = Press Shift three times to leave this page quickly.
english-counts = In English, which counts
not-reviewed = This translation was not checked by a translator yet. Where you decide, English counts.
shift-presses = { $presses ->
    [1] Shift pressed once. Press it twice more to leave.
    [2] Shift pressed twice. Press it once more to leave.
   *[other] Leaving this page.
 }
idle = Nobody has touched this page for a while. It locks in about { $seconds } seconds.
idle-stay = I am still here
back = Back
continue = Continue
done = Done
print = Print this
faults = There is a problem
error-title = Error
try-again = Try again
how-known = How do you know?
show-more = Show { $count } more ({ $left } left)
somebody = somebody
day = Day
month = Month
year = Year
day-fault = Enter a real day, like 27 3 2026.

## What takes a while

doing-asking = One moment.
doing-stretching = Getting ready. This can take a few seconds.
doing-opening = Opening your things on this device.
doing-sealing = Sealing it on this device.
doing-checking = Checking it on this device.
doing-copying = Making your copy on this device.
doing-adding = Sealing it on this device and sending it.

## What went wrong

fault-offline = We cannot reach the service
fault-offline-next = Check your connection. If you had just pressed a button, look at your list before you press it again.
fault-busy = The service is busy
fault-busy-next = Wait a moment, then try again.
fault-session = You were signed out
fault-session-next = Sign in again to go on.
fault-gone = This is no longer here
fault-gone-next = Go back to your list. It shows how things are now.
fault-moved-on = Something changed in the meantime
fault-moved-on-next = Nothing was shared by this press. Go back to your list and look again.
fault-refused = The service did not take this
fault-refused-next = Nothing was shared by this press. Go back and check what you entered.
fault-service = The service answered in a way we do not understand
fault-service-next = Nothing was opened. Try again later. If it stays like this, tell someone you trust to look into it.
fault-wrong = The code or the passphrase is wrong
fault-wrong-next = Check both and try again. Small letters and capital letters count in the passphrase.
fault-passkey = No passkey opened your account
fault-passkey-next = Use your passphrase. It always works. Some phones and browsers cannot do this.
fault-damaged = What the service sent is damaged, or is not yours
fault-damaged-next = Nothing was opened and nothing was shared. Try again later, and tell the person who set this up with you.
fault-older = The service sent an older copy of your account
fault-older-next = We stopped. Do not share anything now. Tell the person who set this up with you.
fault-weak = The service asked for weaker protection than we accept
fault-weak-next = We stopped, and your passphrase did not leave this device. Tell the person who set this up with you.
fault-memory = This device has too little free memory
fault-memory-next = Close other apps and try again, or use another device. The protection stays as strong.
fault-large = This is too much for a browser
fault-large-next = A browser makes copies of up to 256 MB. Ask who helps you for “safehold full-copy”, which makes larger ones.
fault-file = A file changed, or cannot be read any more
fault-file-next = Nothing was added. Choose the file again.
fault-engine = This browser cannot do what is needed
fault-engine-next = Something that protects your things is missing or turned off here. Use another browser or another device.
fault-silent = This device did not answer in time
fault-silent-next = Reload the page and try again. Nothing was shared.
fault-changed = Something does not match
fault-changed-next = What the service sent is not what was sealed or signed. We stopped. Nothing was shared by this press.
fault-pin = The service is not using the keys that you know
fault-pin-next = We stopped. Do not share anything now. Tell the person who set this up with you, in person if you can.
fault-intake = This is not what you signed for
fault-intake-next = What the service sent differs from what you signed when it was sealed. We stopped. Nothing was shared.
fault-asker = We could not check who this is
fault-asker-next = Nobody vouches for the person who asks, so you cannot share with them. You can wait, or share nothing.
fault-mistake = Something went wrong on this page
fault-mistake-next = Nothing was shared by this press. Reload the page and try again.

## Before you start

start-title = Before you start
start-lead = Here you can keep your things, and decide who sees which of them. Read this first.
start-leave-title = Leaving quickly
start-leave-1 = Press “Leave this page”, or press the Shift key three times. You then see a weather page.
start-leave-2 = Leaving locks everything. To come back you need your code and your passphrase.
start-leave-3 = After five minutes without a touch, the page locks by itself.
start-left-title = What stays behind
start-left-1 = Your browser keeps the address of this page in its history. We cannot remove that. A private window helps.
start-left-2 = We keep nothing else on this device.
start-left-3 = If someone watches this device, or has put an app on it to watch you, they may see this page. Use another device then.
start-doors-title = When you are ready
start-been = I have been here before
start-code = I have a one-time code

## Signing in, and the lock

sign-in-title = Sign in
sign-in = Sign in
sign-in-code = Your login code
sign-in-code-hint = The 32 letters and numbers that you wrote down. Spaces do not matter.
sign-in-code-fault = Enter all 32 letters and numbers of your login code.
passphrase = Your passphrase
passphrase-missing = Enter your passphrase.
show-typed = Show what I type
locked-title = This page is locked
locked-away = It locked because nobody touched it. What you had chosen comes back when you unlock it.
locked-session = You were signed out. That happens after 30 minutes, or when somebody signs in elsewhere. If that was not you, look at “Who looked”.
locked-asked = You locked it. What you had chosen comes back when you unlock it.
locked-open = Unlock
locked-other = Sign in with another code

## The first visit

enrol-title = Enter your one-time code
enrol-lead = The person who helped you gave you this code. It works once.
enrol-code = One-time code
enrol-code-hint = 32 letters and numbers. Spaces do not matter.
enrol-code-fault = Enter all 32 letters and numbers of the code.
offered-title = Your passphrase
offered-lead = These words open your things. Nobody else has them, not even us.
offered-warn = Write them down, or learn them. If you lose them, nobody can open your things again.
offered-take = I have them, go on
offered-other = Give me other words
offered-own = I would rather make my own
own-title = Make your own passphrase
own-lead = Use at least 16 letters. Several words that do not belong together are best. Do not use names, songs or dates.
own-short = Enter at least 16 letters.
again-title = Type it once more
again-lead = This makes sure that you have it right.
again-differs = This is not the same passphrase. Look at it again, or type it anew.
again-make = Make my key
again-see = Show me the words again
made-title = Your login code
made-lead = You need this code and your passphrase to come back.
made-warn = Write it down. Keep it away from your passphrase. We cannot show it again.
made-last = To be sure: type the last four letters or numbers
made-last-fault = These are not the last four of the code above.
key-title = Compare your key
key-lead = The person with you asks you to read some of these signs to them. That makes sure that your things are sealed for you and nobody else.
key-qr = The same signs as a picture, for a screen that can read it
key-whole = The whole of it
key-whole-lead = If their screen cannot read the picture, they can type this.
key-differs = If they say that the signs do not fit, stop. Then someone may be trying to put another key in the place of yours.

## Today

today-title = Today
today-nothing = Nothing waits for you.
today-more = More
task-mismatch = Something does not match in “Who looked”
task-mismatch-status = Look at it
task-sealed = Look at what was sealed
task-sealed-status = Waits for your signature
task-asks = { $who } asks to see something
task-asks-status = Waits for your answer
task-draft = Look before it goes to { $who }
task-draft-status = Waits for you
code-title = Let someone ask me
code-lead = Nobody can ask you for anything without a code from you. One code lets one request reach you. It does not let anybody see anything.
code-make = Make a code
code-once = Give it to one person only. It works once, within 30 days. We cannot show it again.

## What was sealed

sealed-title = What was sealed
sealed-lead = This was copied from your phone and sealed on { $when }. Only you can open it. We opened it just now, on this device, to count it.
sealed-counts = What is in it
sealed-means = Signing says: I have seen these numbers. It shares nothing with anybody.
sealed-sign = I have seen it, sign
sealed-later = Not now
sealed-done-title = You signed it
sealed-done = You signed on { $when }. Your signature is kept with what was sealed.
sealed-kept = If anybody changes what was sealed, your next look will show it.
sealed-how = This device checked the guardian’s signature over these numbers. The marks below are the same on your paper.
added-how = This device checked your own signature over these numbers. No guardian took part.
id-number = Number
id-mark = Mark of everything sealed
id-guardian = Guardian’s key
id-tool = Sealed with
id-line = Line in the log

kind-message = Messages
kind-call = Calls
kind-contact = Contacts
kind-account = Accounts
kind-media = Pictures, films and sounds
kind-location = Places
kind-browser = Web pages visited
kind-app-data = Other app data
kind-document = Documents
kind-calendar = Calendar entries
kind-note = Notes
kind-device-event = Things the phone did
kind-other = Other things
file-image = Pictures
file-video = Films
file-audio = Sounds
file-other = Other files

## Opening with the lock of a device

passkeys-title = Open with the lock of this phone
passkeys-lead = You can open your account with the lock of this phone, as well as with your passphrase. This is called a passkey.
passkeys-warn = Whoever can unlock this phone can then open your account. Do not do this if somebody else knows its code, or has a finger or face in it.
passkeys-listed = Your phone lists the passkey, with the name of this page.
passkeys-stays = Your passphrase still works. Keep it: a lost phone takes the passkey with it.
passkeys-copied = Some phones copy passkeys to your other devices. We cannot see where.
passkeys-made = Passkey made on { $when }
passkeys-end = Remove this passkey
passkeys-add = Make a passkey on this phone
passkeys-none = This browser has no passkeys.
passkeys-use = Open with the lock of this phone

## Someone asks, in easy words

easy-show = Show this in easy words, with pictures
easy-hide = Show all the words again
easy-all = All the words of the request
easy-title-who = Who is asking?
easy-title-what = What do they want to see?
easy-title-why = Why do they ask?
easy-title-answer = What can you say?
easy-title-yes = What happens if you say yes?
easy-title-no = What happens if you say no?
easy-title-time = How long do you have?
easy-picture-who = Picture: a person who is talking
easy-picture-what = Picture: a phone with messages
easy-picture-why = Picture: a question mark
easy-picture-answer = Picture: a tick and a cross
easy-picture-yes = Picture: an arrow from a phone to a page
easy-picture-no = Picture: a phone with a bar in front of it
easy-picture-time = Picture: a clock
easy-who = { $who } is asking.
easy-works = They work for { $organisation }.
easy-police = The police are asking.
easy-counselling = They want private talks with someone who helps you.
easy-lawyer = A lawyer is asking.
easy-court = A court has ordered this.
easy-no-court = No court has ordered this.
easy-what = They want to see: { $kinds }.
easy-days = From { $from } to { $to }.
easy-any-day = From any day.
easy-see = You can see each thing before you answer.
easy-why = This is what they wrote.
easy-not-checked = We did not check if it is true.
easy-yes = You can say yes.
easy-part = You can say yes to some of it.
easy-no = You can say no.
easy-reason = You do not have to say why.
easy-order-yes = The court does not need your yes.
easy-order-lawyer = Talk to your own lawyer first.
easy-gets = They get the things that you choose.
easy-copy = They can keep a copy.
easy-other-side = The other side in the case may see it too.
easy-later = You can stop later.
easy-no-back = You cannot take back what they already have.
easy-nothing-goes = Nothing goes to them because of this request.
easy-case = The case does not end just because you say no.
easy-matter = Sometimes a no can matter to the case.
easy-adviser = Your adviser can tell you more.
easy-order-stays = The order does not end when you say no.
easy-order-then = If you do not do what a court orders, that can have results for you.
easy-until = You can answer until { $when }.
easy-question = You can ask them a question first.

## Someone asks

asks-title = Someone asks
asks-lead = { $who } of { $organisation } asks to see some of what was copied from your phone.
asks-may-refuse = You can say no. You can say yes to a part. You do not have to give a reason.
asks-ordered = A court has ordered this. It does not need your yes. Talk to a lawyer of your own before you do anything.
route-vir = Police ask for it. No court has ordered it.
route-counselling = Police ask for private talks with someone who helps you. No court has ordered it.
route-agreement = Police ask you to agree to it. No court has ordered it.
route-court = A court has ordered it.
route-civil = A lawyer in a civil case asks for it. No court has ordered it, and no police power is behind it.
asks-checked = The name that we could check is “{ $name }”. It was confirmed by { $by }. What follows is what they wrote themselves.
asks-by = By which right
asks-approver = Who agreed that they ask
asks-court = Court
asks-order = Number of the order
asks-deadline = Last day that the court set
asks-claim = Claim
asks-own-lawyer = Your own lawyer, as they say
asks-proxy = Who speaks for you, as they say
asks-views = What they say that you think
asks-name = Name
asks-organisation = Works for
asks-reference = About
asks-contact = How to reach them
asks-answer-by = The question ends
asks-how = The checked name is in a certificate that leads to the keys this service had on your first visit. What they wrote is theirs. We did not check whether it is true.
asks-look = Show me exactly what
asks-no-hurry = There is no hurry. You can lock this page and come back later.
share-nothing = Share nothing
sought-kinds = What they ask for
sought-days = From which days
sought-any-day = any day
sought-from-to = { $from } to { $to }
sought-words = With these words in it
sought-whole = With these whole words in it
sought-also = They also ask for
sought-near = what was said around these words: up to { $count } before and after
sought-only = But only
sought-own = not what somebody else said and is quoted or forwarded in it
sought-once = each thing once
sought-masked = people who are not in a conversation under numbers in place of names, as far as we find them
masked-limit = Who is in a conversation stays named. A name that is only in what someone wrote, or in a picture or recording, stays too.
sought-grid = Places only roughly
sought-grid-about = to about { $km } km
sought-media = Only files of these kinds
sought-media-none = no files
sought-media-image = pictures
sought-media-audio = recordings
sought-media-video = videos
sought-media-document = other files
sought-people = With these people
sought-threads = From
sought-count = { $count ->
    [one] { $count } conversation
   *[other] { $count } conversations
 }
left-blank = They left this blank.
why-title = Why they ask
why-lead = These are their own words.
why-belief = Why they think that it is here
why-probative = Why this matters so much
why-presumption = Why nothing else will do
why-confidential = Why they ask for something private
why-enquiry = What they want to find out
why-relevance = How this helps
why-necessity = Why they need it
why-alternatives = What else they tried
why-excess = What else might come with it
why-people = Who will see it
why-storage = Where it is kept
why-retention = For how long
why-defence = The other side
questions-title = Ask them something
questions-lead = You can ask before you decide. They see your words, and a court may see them too. Only you can start this.
questions-ask = Your question
questions-hint = It goes to the person who asks. Do not write what you do not want them to know.
questions-send = Send this question
questions-waiting = No reply yet.
points-title = What you should know
points-hint = Tick each one when you have read it. Ticking does not share anything.
points-fault = { $left ->
    [one] { $left } point is not ticked yet. Read it, then tick it.
   *[other] { $left } points are not ticked yet. Read them, then tick them.
 }

refuse-title = Share nothing?
refuse-lead = They are told that you said no. They are not told why, and you are not asked why.
refuse-not-ended = Saying no does not by itself end the case. Sometimes it can matter to the case. Your adviser can tell you if it might.
refuse-ordered = This does not end the order. Not doing what a court orders can have consequences for you. Ask a lawyer of your own first.
refuse-back = Go back
refused-title = Nothing is shared
refused-lead = You said no. Nothing leaves here because of this request.
refused-told = They see that the answer was no. A court could still order something, and then you are told unless the court forbids it.

## Exactly this

exactly-title = Exactly this would be shared
exactly-which = You have more than one sealed copy. Which one is this about?
exactly-which-one = Copy { $number }
exactly-nothing-sealed = Nothing is sealed for you yet, so there is nothing to share.
exactly-leave = { $count ->
    [one] thing would be shared
   *[other] things would be shared
 }
exactly-stay = { $count ->
    [one] thing stays here
   *[other] things stay here
 }
exactly-all-asked = This is all that was asked for. You can leave out anything below.
exactly-fewer = { $count ->
    [one] You left out { $count } thing that was asked for.
   *[other] You left out { $count } things that were asked for.
 }
exactly-private = { $count ->
    [one] { $count } private thing was asked for too. It stays here unless you put it in.
   *[other] { $count } private things were asked for too. They stay here unless you put them in.
 }
private-title = Private conversations that were asked for
private-hint = They stay here. Tick one only if you want it to go, each by itself.
class-intimate = Intimate
class-health = With a doctor or nurse
class-legal = With a lawyer
class-counselling = With a counsellor or helper
class-child = With a child
class-third-party = About somebody else
class-other = Private
exactly-next = When you have seen it
exactly-none-left = Nothing is left to share.
exactly-go-on = Go on to decide
others-title = { $count ->
    [one] { $count } other person is in this
   *[other] { $count } other people are in this
 }
others-lead = Their words or numbers would be shared as well.
filters-title = Leave out people, days or kinds
filters-masked = Other people
filters-masked-do = Show other people by a number in place of their name and phone number
filters-kinds = Leave out these kinds
filters-people = Leave out everything with these people
filters-people-hint = A group that they are in is left out whole.
filters-groups = Leave out these
filters-from = Only from this day
filters-from-hint = For example 27 3 2026. Leave it empty for no limit.
filters-to = Only up to this day
filters-use-days = Use these days
days-order = The last day must not be before the first.
group-counts = { $leaving } of { $asked } would be shared.
group-private = This stays here. It is private, and goes only if you put it in yourself.
group-out = You left all of this out.
group-show = Show these { $count }
leave-out = Leave this out
put-back = Put this back
stays-out-of-scope = Stays here
stays-excluded-by-survivor = You left this out
stays-privileged = Stays here
stays-third-party = Stays here
stays-not-relevant = Stays here
stays-unknown = Stays here: we cannot tell whether it was asked for
stays-transformed = Stays here
goes-changed = Goes changed. They get the copy that you see here.
record-withheld = Not shown
from-you = You
no-date = No known date
between = Between { $from } and { $to }
call-in = { $who } called you
call-out = You called { $who }
one-message = Message
one-call = Call
one-contact = Contact
one-account = Account
one-media = Picture, film or sound
one-location = Place
one-browser = Web page
one-app-data = App data
one-document = Document
one-calendar = Calendar entry
one-note = Note
one-device-event = Something the phone did
one-other = Something else
medium-covered = Picture, covered. Press to see it.
medium-opening = Opening the picture.
medium-open = Press to cover the picture.
medium-failed = This picture could not be shown. Press to try again.
medium-missing = The phone names a picture here, but it does not hold it.
medium-file = A file, { $kilobytes } kB: { $name }
medium-stripped = Goes without the place and time hidden in the picture
medium-stripped-sound = Goes without the place and time hidden in the recording
medium-stays = Does not go: we cannot take the place out of it
medium-unasked = Does not go: they did not ask for this kind of file
hidden-stripped =
    { $count ->
        [one] One picture or recording goes without the place and time hidden in it.
       *[other] { $count } pictures or recordings go without the place and time hidden in them.
    }
hidden-stay =
    { $count ->
        [one] One file does not go: we cannot take the place out of it.
       *[other] { $count } files do not go: we cannot take the place out of them.
    }
hidden-unasked =
    { $count ->
        [one] One file does not go: they did not ask for its kind.
       *[other] { $count } files do not go: they did not ask for their kind.
    }
hidden-copies =
    { $count ->
        [one] One record goes changed: without its place or its exact one, or with numbers for other people.
       *[other] { $count } records go changed: without their place or their exact one, or with numbers for other people.
    }

## Check and decide

decide-title = Check and decide
decide-back = Back to what would be shared
decide-nobody = The person who asks has no key here, so nothing can be shared with them.
decide-what = What
decide-records = { $count ->
    [one] { $count } thing, as you have just seen it. { $stay } stay here.
   *[other] { $count } things, as you have just seen them. { $stay } stay here.
 }
decide-who = Who gets it
decide-why = Why they ask
decide-how = Your signature will name exactly these { $count } things by the mark below. Anything else makes another mark.
until = Until when
decide-before-4 = For things that you left out, they see that something was left out, on which day and with whom. They do not see what it was.
until-hint = They can collect it until the end of this day. Short is good: you can agree again later.
until-past = Choose a day that is not over yet.
until-long = Choose a day within one year.
approval = Before it goes
approval-ask = Ask me again
approval-ask-hint = It is made ready. You look at it once more, and then you let it go or stop it.
approval-auto = Let it go without asking me again
approval-auto-hint = It goes as soon as it is ready.
approval-fault = Choose whether you want to be asked again.
visit-title = What was written down about your phone and the visit ({ $count } things)
visit-lead = A court can ask how your phone was read, and by whom. Whoever helped you wrote this down and signed it.
visit-legend = What may go with it
visit-hint = Nothing goes that you do not tick. You do not have to tick anything.
visit-unknown = not known ({ $why })
visit-clock-ahead = { $seconds } seconds fast ({ $reference })
visit-clock-behind = { $seconds } seconds slow ({ $reference })
visit-clock-right = right ({ $reference })
visit-device-model = What phone it is
visit-device-identifiers = Its own numbers, and your phone number
visit-device-condition = How it looked
visit-device-battery = Its battery
visit-device-network = Its network
visit-device-clock = Its clock
visit-guardian-name = Who read it
visit-guardian-competence = What they are trained for
visit-place = Where
visit-start = When it began
visit-end = When it ended
visit-tool-settings = How the tool was set
visit-method = How it was read
visit-method-validation = Where that was tested
visit-exceptions = What went wrong
visit-interruptions = Breaks
visit-countersignature-absence = Why you did not sign
decide-before = Before you press
decide-before-1 = Once they have collected it, they have a copy. We cannot take that copy back.
decide-before-2 = You can stop at any time. From then on nothing more leaves here.
decide-before-3 = If it matters to the case, the other side’s lawyers may be shown it too.
decide-share = { $count ->
    [one] Share this { $count } thing
   *[other] Share these { $count } things
 }
decide-not-shared = Unless you see it under “What I share”, nothing was shared.
agreed-title = You agreed
agreed-lead = { $count ->
    [one] You agreed to share { $count } thing.
   *[other] You agreed to share { $count } things.
 }
agreed-ask = It is being made ready now. It does not go before you have looked at it and let it go.
agreed-auto = It is being made ready now. It goes to them as soon as it is ready.
agreed-mind = You can change your mind at any time under “What I share”.

## Before it goes

draft-title = Before it goes
draft-none = There is nothing to look at here now. Your list shows how things are.
draft-same = { $count ->
    [one] This is exactly what you agreed to: { $count } thing, and nothing else.
   *[other] This is exactly what you agreed to: { $count } things, and nothing else.
 }
draft-differs = This is not what you agreed to. It cannot go. Please stop it, and tell someone you trust.
draft-agreed = You agreed on
draft-records = What would go
draft-how = This device opened what was made ready, and checked it step by step against what you signed.
draft-let-go = Let it go
draft-stop = Stop it
gone-title = You let it go
gone-lead = { $who } can collect it until { $until }.
gone-mind = Until they have collected it, you can still stop it. What they have collected, they have.

## What I share

shares-title = What I share
shares-none = You share nothing.
share-heading = { $count ->
    [one] { $count } thing for { $who }
   *[other] { $count } things for { $who }
 }
share-left = Has it been collected?
share-left-nothing = No. Nothing has left so far.
share-left-at = Yes, { $who } collected it on { $when }.
share-stopped = You stopped it on
share-receipt = Show the receipt
share-stop = Stop sharing with { $who }
state-stopped = Stopped
state-ended = Ended
state-left = Collected
state-ready = Can be collected
state-draft = Waits for you
state-failed = Did not work: nothing left
state-working = Being made ready
stop-title = Stop sharing with { $who }?
stop-1 = From the moment you press, nothing more leaves here.
stop-2 = You are not asked why.
stop-3 = You get a paper that says what had already left.
stop-left = They have already collected something. Stopping does not take that back.
stop-now = Stop now
stop-keep = Go back, keep sharing
stopped-title = Stopped
stopped-lead = You stopped this on { $when }. Nothing more leaves here because of it.
stopped-draining = { $count ->
    [one] { $count } sending was still running when you stopped, and is being cut off.
   *[other] { $count } sendings were still running when you stopped, and are being cut off.
 }
stopped-left-title = What had already left
stopped-left-nothing = Nothing.
stopped-left-to = { $count ->
    [one] { $count } thing, collected by { $who } on { $when }.
   *[other] { $count } things, collected by { $who } on { $when }.
 }
stopped-undo-title = What stopping does not do
stopped-undo-1 = It does not take back what was collected.
stopped-undo-2 = What they must do with it is for them and for a court to say.
stopped-undo-3 = A court can still order something. Then you are told, unless the court forbids it.

## Who looked

looked-title = Who looked
looked-door = Enter your passphrase again. This list can tell whoever holds your phone what you do here.
looked-open = Open the list
looked-cannot = This shows every use through this service. It cannot show someone copying a file after they opened it.
looked-none = Nobody but you did anything here.
looked-own-show = { $count ->
    [one] Show { $count } thing that you did yourself
   *[other] Show { $count } things that you did yourself
 }
looked-own-hide = Hide what I did myself
looked-again = Look again
looked-confirmed = Checked: these lines are unchanged.
looked-unconfirmed = { $count ->
    [one] Not confirmed yet: { $count } line is newer than the last confirmation. That usually takes less than a minute.
   *[other] Not confirmed yet: { $count } lines are newer than the last confirmation. That usually takes less than a minute.
 }
looked-unconfirmed-all = Not confirmed yet: no checker has confirmed these lines so far.
looked-old = Not confirmed lately: the last confirmation is more than a day old. Newer lines may be missing.
looked-seen = The last confirmation was on { $when }.
looked-how = This device made the marks of your lines from your own key, and found each of them once, in order. Then it checked each line against the last confirmed state of the list.
looked-witness = The checkers are those that this service named on your first visit. If the service runs them itself, they are not independent.
looked-asked = We asked one checker ourselves, { $name }. It had last seen this same list on { $when }.
looked-asked-away = We tried to ask one checker ourselves, { $name }. It did not answer. What the checkers saw we know from this service alone.
looked-asked-nobody = None of the checkers can be asked from here. We did not ask anybody else whether newer lines exist.
looked-mismatch = Something does not match
looked-mismatch-next = Do not delete anything. The list that the service sent is not the one that was confirmed. Contact someone outside this service whom you trust.
looked-still = This time, what the service sent agrees with what this device remembers. That does not undo what was seen before.
finding-witness = On { $when }, the checker { $name } had confirmed another list than the service showed you.
finding-growth = On { $when }, the list was not the one of your last visit with newer lines at its end.
finding-receipt = On { $when }, a line that the service had promised you was missing or had been changed.
finding-lines = On { $when }, the lines that the service sent were not all there, or not the confirmed ones.
finding-kept = This stays here until you say whom you talked to about it.
finding-not-kept = We could not keep this in your account. Save the file before you leave this page.
finding-file = The file shows what did not match. It holds none of your lines and no key of yours.
finding-save = Save it as a file
finding-whom = Whom did you talk to about this?
finding-whom-hint = Somebody outside this service, and from where they are.
finding-whom-fault = Write whom you talked to, in at most 200 letters
finding-done = I have talked to them
finding-told = You talked to { $whom } about it, as you noted on { $when }.
finding-earlier = What did not match before
words-lead = Six words let two people compare over the telephone. Somebody who keeps a copy of the whole list can make them too.
words-show = Show six check words
words-list = They stand for everybody’s list, at this length: { $count }. If theirs for this length are others, something does not match.
words-receipt = They stand for this receipt: its number, the mark of what was sealed, who sealed it, and the line in the log.
line-about = About: { $who }, { $why }.
line-unconfirmed = This line is not confirmed yet.
line-who = Name given here: { $name }.
line-stop = Stop this access
line-envelope-handout = { $who } opened what you agreed to, to make it ready.
line-release-collect = { $who } collected what you shared.
line-catalogue-handout = { $who } collected a list of what your copy holds.
line-draft-open = { $who } looked at something before it went.
line-own-unlock = { $who } signed in to your account.
line-own-open = { $who } opened your sealed things.
line-account-create = { $who } made your account.
line-account-passkey = { $who } made a passkey.
line-account-passkeyend = { $who } removed a passkey.
line-ingest = { $who } sealed a copy of your phone for you.
line-ingest-added = You added something yourself.
line-receipt = { $who } signed for what was sealed.
line-request-submit = { $who } asked to see something.
line-request-amend = { $who } answered a request with no.
line-request-change = { $who } made a request smaller, or changed its words.
line-request-ask = { $who } asked something about a request.
line-request-reply = { $who } replied to a question.
line-request-code = { $who } made a code for one request.
line-role-name = { $who } chose an advocate.
line-role-drop = { $who } ended an advocate’s work.
line-role-show = { $who } let an advocate see a request.
line-role-hide = { $who } took a request back from an advocate.
line-request-withdraw = { $who } took a request back.
line-grant = { $who } agreed to share something.
line-approval = { $who } let something go.
line-release-publish = { $who } made ready what you agreed to.
line-withdraw = { $who } stopped sharing.
line-expire = { $who } closed something that you shared, because its time was over.
line-erase = { $who } erased something.
line-erase-ask = { $who } asked for something to be erased.
line-erase-cancel = { $who } decided to keep it after all.
line-hold-set = { $who } noted that a court wants something kept.
line-hold-lift = { $who } noted that a court no longer wants it kept.
line-policy-exclude = { $who } set something to be left out always.
line-policy-lift = { $who } ended a rule to leave something out.
line-system-fsck = { $who } checked your sealed things for damage. Nobody saw what is in them.
line-system-backup = { $who } made a safety copy of all that is kept, your sealed things too. Nobody saw what is in them.
line-system-restore = { $who } was set up again from a safety copy, with your sealed things.
line-release-list = { $who } looked at the list of what you shared with them.
line-request-read = { $who } read a request about you.
line-catalogue-list = { $who } looked at the list of what your copies hold that may be checked.
line-key-split = { $who } set up a way back into your account, with a card and three helpers.
line-key-drop = { $who } ended the way back into your account.
line-key-held = { $who } said that their part of your way back is there.
line-key-rehearse = { $who } tried whether your way back still works.
line-key-list = { $who } looked at which parts of ways back they keep.
line-key-hand = { $who } handed over their part of your way back.
line-account-recover = { $who } used your card to ask for a way back into your account. If that was not you, say so today.
line-account-stop = { $who } stopped a way back into your account.
line-account-change = { $who } came back into your account with your card, and set a new passphrase.
line-own-share = { $who } took out their part of your way back, still sealed.
line-own-recover = { $who } took, with your card, what opens your account again.
line-other = { $who } did something that this page has no words for ({ $act }).
role-survivor = You
role-guardian = Your guardian
role-worker = The service’s machine
role-investigator = An investigator
role-prosecutor = A prosecutor
role-solicitor = A solicitor
role-supervisor = A supervisor
role-disclosure-officer = A disclosure officer
role-defence-reviewer = A reviewer for the defence
role-court-expert = An expert for the court
role-advocate = An advocate
role-auditor = An auditor
role-administrator = An administrator
role-support = A support worker
role-system = The service
role-of = { $role } of { $organisation }
end-denied = It was stopped: it was not allowed.
end-partial = Only a part arrived.
end-aborted = It was broken off. We cannot say whether anything was seen.
end-unknown = We do not know how it ended.
end-error = It did not work.
end-mismatch = It was stopped, because what came out was not what you agreed to.
end-open = It has not ended yet, or nobody said how it ended.

## My things

things-title = My things
things-lead = This is what lies here for you. It is sealed, and only you can open it.
things-none = Nothing lies here yet.
things-one = Sealed copy { $number }
things-added-one = What you added on { $when }
things-open = Open it
things-sealed = { $count ->
    [one] Sealed on { $when }: { $count } thing.
   *[other] Sealed on { $when }: { $count } things.
 }
things-signed = You have signed for it.
things-unsigned = You have not signed for it yet.
things-look = Look inside
inside-lead = Only you see this. Looking shares nothing.
things-erased = You had this deleted. Nobody can open it any more.
things-to-erase = You asked for this to be deleted.
things-by = Sealed by { $name }.
things-by-org = { $org } vouches for this name.
things-by-nobody = Nobody whom this page knows vouches for this name.
things-by-you = You added this yourself. No guardian took it from a phone, and nobody vouches for it.
things-device = Nothing that was signed says which phone it was.
things-size = What is kept here takes { $size } in all.
add-title = Add something yourself
add-lead = You can add papers, pictures, recordings, something you write here, or a court order.
add-note-limits = Up to { $files } files at a time. One file may have { $file }, all of them { $total }.
add-note-place = A picture can hold the place where it was taken. The place stays in what lies here.
add-note-stripped = If you share it without places, the place is taken out first. Where that cannot be done, the file is not shared.
add-note-who = It will always say that you added it yourself. Nobody vouches for it.
add-files = Choose files
add-write = Or write it here
add-write-take = Take this as a file
add-write-name = my words.txt
add-kind = What is it?
add-kind-document = A paper or document
add-kind-photo = A picture
add-kind-audio = A recording of sound
add-kind-video = A film
add-kind-statement = What I say about what happened
add-kind-court-order = A court order
add-kind-fault = Say what it is.
add-day = From which day is it?
add-day-hint = Leave it empty if you do not know. For example 27 3 2026.
add-drop = Leave this one out
add-none = Choose a file, or write something and take it as a file.
add-do = Add to my things
add-not = Add nothing
add-stay = Stay on this page until it is done. If you are signed out before, nothing is added, and you can begin again.
add-going-title = Adding it
add-broken = What is sealed and not sent yet waits on this page.
add-stop = Stop and add nothing
add-done-title = It lies here now
add-done = { $count ->
    [one] { $count } file was added. The service read everything back, and it is what was sealed here.
   *[other] { $count } files were added. The service read everything back, and it is what was sealed here.
 }
add-done-line = This is line { $line } of the list that shows who did what.
add-why-many = These are too many files at a time. Leave some out, and add them afterwards.
add-why-empty = This file is empty.
add-why-long = This file is too long. Share a shorter one, or ask for help.
add-why-total = Together these files are too long. Leave some out, and add them afterwards.
add-why-name = The name of this file cannot be used. Rename it, and choose it again.
add-why-kind = This file is something else than you say. Choose what it is.
add-why-same = This file is the same as another one here. Leave one out.
add-why-day = This day has not come yet, or is no day.
copy-title = Download a full copy
copy-lead = You have a right to a copy of everything that lies here for you.
copy-warn = Read this first
copy-warn-1 = The copy is not sealed. Whoever holds this device can open it.
copy-warn-2 = It will lie with the downloads of this device. Leaving this page does not remove it.
copy-warn-3 = Some devices send their downloads to other devices by themselves.
copy-warn-4 = If somebody else uses or checks this device, do not save it here. You can use another device later.
copy-holds = What is in it
copy-holds-1 = Every record and every file, opened.
copy-holds-2 = What was signed, so that others can check that nothing was changed.
copy-logged = Making it is a line under “Who looked”, as something that you did yourself.
copy-known = I know that whoever holds this device can read the copy.
copy-known-fault = Tick that you know this, or do not make a copy.
copy-make = Make the copy
copy-not = Do not make one
copy-going-title = Making your copy
copy-going = Touch the page now and then. If it locks, you begin again.
copy-stop = Stop and throw it away
copy-broken-title = The connection was lost
copy-broken = What was made so far waits on this page. Nothing was saved on this device yet.
copy-on = Go on
copy-ready-title = Your copy is ready
copy-ready = It has { $size }. It is on this page only, and goes when you leave.
copy-save = Save it on this device
copy-throw = Throw it away
copy-saved-title = You saved your copy
copy-saved = Your browser was asked to save { $size } as “notes.zip”. We cannot see whether it did, or where.
copy-saved-after = Delete it there when you no longer need it, and empty the bin.
copy-save-again = Save it once more
copy-readme-1 = This is a full copy of what lies sealed for you. It is not sealed: whoever has it can read it.
copy-readme-2 = “records” holds every record, one on each line. “objects” holds pictures and other files.
copy-readme-3 = The other files show that nothing was changed. To check it: safehold check-copy
copy-readme-4 = In “records”, files that end in .html show the records in a browser.

## Deleting

erase-title = Delete this copy
erase-does = What deleting does
erase-does-1 = We destroy every key to it. From then on nobody can open it, you included.
erase-does-2 = Then we remove its files.
erase-does-3 = Everything that you share from it stops.
erase-not = What deleting does not do
erase-not-1 = It does not take back what was collected before.
erase-not-2 = The list of who looked stays, without what was in it.
erase-not-3 = It does not end a case. If a court may want this, ask a lawyer before you delete it.
erase-when = When
erase-later = In seven days
erase-later-hint = Until then you can change your mind.
erase-now = Now
erase-now-hint = You cannot change your mind any more.
erase-fault = Choose when it is to be deleted.
erase-go = Delete it
erase-keep = Keep it
erase-waits = It will be deleted on { $when }. Until then you can keep it after all.
erase-waits-hold = It waits, because a court wants it kept. It is deleted when that ends, and you can still keep it after all.
erase-keep-all = Keep it after all
erased-keys = Its keys are destroyed, so nobody can open it. Its files are being removed now.
erased-done = It is deleted: its keys are destroyed and its files are removed.
erased-left = What was collected before is with those who collected it. “What I share” shows who that is.
held-lead = A court wants this kept, so it cannot be deleted now.
held-court = Court
held-number = Number of the paper
held-since = Kept since
held-means = This shows nothing to anybody. It only keeps the copy from being deleted.
