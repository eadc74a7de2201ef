# Every sentence of the survivor's pages, in Romanian. Drafted; no translator has reviewed it yet,
# so what is agreed to is shown in English beside it.

## The frame

name = Notițe
skip = Mergi la partea principală
leave = Părăsește această pagină
lock = Blochează
foot = Apasă Shift de trei ori ca să părăsești repede această pagină.
english-counts = În engleză; acest text contează
not-reviewed = Niciun traducător nu a verificat încă această traducere. Acolo unde decizi, contează textul în engleză.
shift-presses = { $presses ->
    [1] Shift apăsat o dată. Mai apasă de două ori ca să ieși.
    [2] Shift apăsat de două ori. Mai apasă o dată ca să ieși.
   *[other] Părăsim această pagină.
 }
idle = De o vreme nimeni nu a atins această pagină. Se blochează în aproximativ { $seconds } s.
idle-stay = Sunt încă aici
back = Înapoi
continue = Continuă
done = Gata
print = Tipărește asta
faults = Există o problemă
error-title = Eroare
try-again = Încearcă din nou
how-known = De unde știi?
show-more = Arată încă { $count } (au rămas { $left })
somebody = cineva
day = Ziua
month = Luna
year = Anul
day-fault = Scrie o zi adevărată, de exemplu 27 3 2026.

## What takes a while

doing-asking = O clipă.
doing-stretching = Pregătim. Poate dura câteva secunde.
doing-opening = Îți deschidem lucrurile pe acest dispozitiv.
doing-sealing = Sigilăm pe acest dispozitiv.
doing-checking = Verificăm pe acest dispozitiv.
doing-copying = Se face copia ta pe acest aparat.
doing-adding = Se sigilează pe acest dispozitiv și se trimite.

## What went wrong

fault-offline = Nu putem ajunge la serviciu
fault-offline-next = Verifică-ți conexiunea. Dacă tocmai ai apăsat un buton, uită-te la lista ta înainte să îl apeși din nou.
fault-busy = Serviciul este ocupat
fault-busy-next = Așteaptă o clipă, apoi încearcă din nou.
fault-session = Ai fost deconectat(ă)
fault-session-next = Conectează-te din nou ca să continui.
fault-gone = Asta nu mai este aici
fault-gone-next = Întoarce-te la lista ta. Ea arată cum stau lucrurile acum.
fault-moved-on = Între timp s-a schimbat ceva
fault-moved-on-next = Prin această apăsare nu s-a dat nimic. Întoarce-te la lista ta și uită-te din nou.
fault-refused = Serviciul nu a acceptat asta
fault-refused-next = Prin această apăsare nu s-a dat nimic. Întoarce-te și verifică ce ai scris.
fault-service = Serviciul a răspuns într-un fel pe care nu îl înțelegem
fault-service-next = Nu s-a deschis nimic. Încearcă mai târziu. Dacă rămâne așa, roagă pe cineva de încredere să se uite.
fault-wrong = Codul sau parola este greșită
fault-wrong-next = Verifică-le pe amândouă și încearcă din nou. La parolă contează literele mici și mari.
fault-passkey = Nicio cheie nu ți-a deschis contul
fault-passkey-next = Folosește fraza de acces. Merge mereu. Unele telefoane și browsere nu pot face asta.
fault-damaged = Ce a trimis serviciul este stricat sau nu este al tău
fault-damaged-next = Nu s-a deschis nimic și nu s-a dat nimic. Încearcă mai târziu și spune-i persoanei care a pregătit asta cu tine.
fault-older = Serviciul a trimis o copie mai veche a contului tău
fault-older-next = Ne-am oprit. Nu da nimic acum. Spune-i persoanei care a pregătit asta cu tine.
fault-weak = Serviciul a cerut o protecție mai slabă decât acceptăm
fault-weak-next = Ne-am oprit, iar parola ta nu a plecat de pe acest dispozitiv. Spune-i persoanei care a pregătit asta cu tine.
fault-memory = Acest dispozitiv are prea puțină memorie liberă
fault-memory-next = Închide alte aplicații și încearcă din nou sau folosește alt dispozitiv. Protecția rămâne la fel de puternică.
fault-large = Este prea mult pentru un browser
fault-large-next = Un browser face copii de cel mult 256 MB. Cere-i celui care te ajută „safehold full-copy”, care face copii mai mari.
fault-file = Un fișier s-a schimbat sau nu mai poate fi citit
fault-file-next = Nu s-a adăugat nimic. Alege fișierul din nou.
fault-engine = Acest browser nu poate face ce este nevoie
fault-engine-next = Ceva care îți protejează lucrurile lipsește sau este oprit aici. Folosește alt browser sau alt dispozitiv.
fault-silent = Acest dispozitiv nu a răspuns la timp
fault-silent-next = Reîncarcă pagina și încearcă din nou. Nu s-a dat nimic.
fault-changed = Ceva nu se potrivește
fault-changed-next = Ce a trimis serviciul nu este ce s-a sigilat sau s-a semnat. Ne-am oprit. Prin această apăsare nu s-a dat nimic.
fault-pin = Serviciul nu folosește cheile pe care le cunoști
fault-pin-next = Ne-am oprit. Nu da nimic acum. Spune-i persoanei care a pregătit asta cu tine, față în față dacă poți.
fault-intake = Asta nu este ce ai semnat
fault-intake-next = Ce a trimis serviciul diferă de ce ai semnat la sigilare. Ne-am oprit. Nu s-a dat nimic.
fault-asker = Nu am putut verifica cine este
fault-asker-next = Nimeni nu garantează pentru cine cere, deci nu îi poți da nimic. Poți să aștepți sau să nu dai nimic.
fault-mistake = Ceva nu a mers pe această pagină
fault-mistake-next = Prin această apăsare nu s-a dat nimic. Reîncarcă pagina și încearcă din nou.

## Before you start

start-title = Înainte să începi
start-lead = Aici îți poți păstra lucrurile și poți hotărî cine vede ce. Citește mai întâi asta.
start-leave-title = Cum ieși repede
start-leave-1 = Apasă „Părăsește această pagină” sau apasă tasta Shift de trei ori. Vei vedea atunci o pagină despre vreme.
start-leave-2 = Ieșirea blochează totul. Ca să te întorci ai nevoie de codul și de parola ta.
start-leave-3 = După cinci minute fără atingere, pagina se blochează singură.
start-left-title = Ce rămâne în urmă
start-left-1 = Browserul tău păstrează adresa acestei pagini în istoric. Nu o putem șterge. O fereastră privată ajută.
start-left-2 = Nu păstrăm nimic altceva pe acest dispozitiv.
start-left-3 = Dacă cineva urmărește acest dispozitiv sau a pus pe el o aplicație ca să te urmărească, poate vedea această pagină. Folosește atunci alt dispozitiv.
start-doors-title = Când ești gata
start-been = Am mai fost aici
start-code = Am un cod de folosit o singură dată

## Signing in, and the lock

sign-in-title = Conectează-te
sign-in = Conectează-te
sign-in-code = Codul tău de conectare
sign-in-code-hint = Cele 32 de litere și cifre pe care le-ai notat. Spațiile nu contează.
sign-in-code-fault = Scrie toate cele 32 de litere și cifre ale codului tău de conectare.
passphrase = Parola ta
passphrase-missing = Scrie-ți parola.
show-typed = Arată ce scriu
locked-title = Această pagină este blocată
locked-away = S-a blocat pentru că nimeni nu a atins-o. Ce ai ales se întoarce când o deblochezi.
locked-session = Ai fost deconectat(ă). Se întâmplă după 30 de minute sau când cineva se conectează din altă parte. Dacă nu ai fost tu, uită-te la „Cine s-a uitat”.
locked-asked = Tu ai blocat-o. Ce ai ales se întoarce când o deblochezi.
locked-open = Deblochează
locked-other = Conectează-te cu alt cod

## The first visit

enrol-title = Scrie codul tău de folosit o singură dată
enrol-lead = Persoana care te-a ajutat ți-a dat acest cod. Merge o singură dată.
enrol-code = Cod de folosit o singură dată
enrol-code-hint = 32 de litere și cifre. Spațiile nu contează.
enrol-code-fault = Scrie toate cele 32 de litere și cifre ale codului.
offered-title = Parola ta
offered-lead = Aceste cuvinte îți deschid lucrurile. Nimeni altcineva nu le are, nici măcar noi.
offered-warn = Notează-le sau învață-le. Dacă le pierzi, nimeni nu îți mai poate deschide lucrurile.
offered-take = Le am, mai departe
offered-other = Dă-mi alte cuvinte
offered-own = Prefer să îmi fac eu una
own-title = Fă-ți propria parolă
own-lead = Folosește cel puțin 16 litere. Cele mai bune sunt câteva cuvinte fără legătură între ele. Nu folosi nume, cântece sau date.
own-short = Scrie cel puțin 16 litere.
again-title = Scrie-o încă o dată
again-lead = Așa e sigur că o ai bine.
again-differs = Nu este aceeași parolă. Uită-te din nou la ea sau scrie-o de la început.
again-make = Fă-mi cheia
again-see = Arată-mi din nou cuvintele
made-title = Codul tău de conectare
made-lead = Ai nevoie de acest cod și de parola ta ca să te întorci.
made-warn = Notează-l. Ține-l departe de parolă. Nu îl putem arăta din nou.
made-last = Ca să fie sigur: scrie ultimele patru litere sau cifre
made-last-fault = Acestea nu sunt ultimele patru ale codului de mai sus.
key-title = Compară-ți cheia
key-lead = Persoana de lângă tine îți cere să îi citești câteva dintre aceste semne. Așa e sigur că lucrurile tale sunt sigilate pentru tine și pentru nimeni altcineva.
key-qr = Aceleași semne ca imagine, pentru un ecran care o poate citi
key-whole = Toată cheia
key-whole-lead = Dacă ecranul nu poate citi imaginea, persoana poate scrie asta.
key-differs = Dacă persoana spune că semnele nu se potrivesc, oprește-te. Poate cineva încearcă să pună altă cheie în locul cheii tale.

## Today

today-title = Astăzi
today-nothing = Nu te așteaptă nimic.
today-more = Mai mult
task-mismatch = Ceva nu se potrivește la „Cine s-a uitat”
task-mismatch-status = Uită-te
task-sealed = Uită-te la ce s-a sigilat
task-sealed-status = Așteaptă semnătura ta
task-asks = { $who } cere să vadă ceva
task-asks-status = Așteaptă răspunsul tău
task-draft = Uită-te înainte să ajungă la { $who }
task-draft-status = Te așteaptă
code-title = Lasă pe cineva să mă întrebe
code-lead = Nimeni nu îți poate cere nimic fără un cod de la tine. Un cod lasă o singură cerere să ajungă la tine. Nu lasă pe nimeni să vadă ceva.
code-make = Fă un cod
code-once = Dă-l unei singure persoane. Merge o dată, în cel mult 30 de zile. Nu îl putem arăta din nou.

## What was sealed

sealed-title = Ce s-a sigilat
sealed-lead = Asta s-a copiat de pe telefonul tău și s-a sigilat pe { $when }. Numai tu poți deschide. Am deschis chiar acum, pe acest dispozitiv, ca să numărăm.
sealed-counts = Ce este înăuntru
sealed-means = Semnătura spune: am văzut aceste numere. Nu dă nimănui nimic.
sealed-sign = Am văzut, semnez
sealed-later = Nu acum
sealed-done-title = Ai semnat
sealed-done = Ai semnat pe { $when }. Semnătura ta se păstrează împreună cu ce s-a sigilat.
sealed-kept = Dacă cineva schimbă ce s-a sigilat, vei vedea data viitoare când te uiți.
sealed-how = Acest dispozitiv a verificat semnătura gardianului pe aceste numere. Semnele de mai jos sunt aceleași ca pe hârtia ta.
added-how = Acest dispozitiv a verificat propria ta semnătură pe aceste numere. Niciun gardian nu a luat parte.
id-number = Număr
id-mark = Semnul a tot ce s-a sigilat
id-guardian = Cheia gardianului
id-tool = Sigilat cu
id-line = Rândul din jurnal

kind-message = Mesaje
kind-call = Apeluri
kind-contact = Contacte
kind-account = Conturi
kind-media = Poze, filme și sunete
kind-location = Locuri
kind-browser = Pagini web vizitate
kind-app-data = Alte date din aplicații
kind-document = Documente
kind-calendar = Notări din calendar
kind-note = Notițe
kind-device-event = Ce a făcut telefonul
kind-other = Alte lucruri
file-image = Poze
file-video = Filme
file-audio = Sunete
file-other = Alte fișiere

## Opening with the lock of a device

passkeys-title = Deschide cu blocarea acestui telefon
passkeys-lead = Îți poți deschide contul cu blocarea acestui telefon, pe lângă fraza de acces. Asta se numește cheie de acces (passkey).
passkeys-warn = Atunci oricine poate debloca telefonul îți poate deschide contul. Nu face asta dacă altcineva îi știe codul sau are un deget ori o față în el.
passkeys-listed = Telefonul arată cheia într-o listă, cu numele acestei pagini.
passkeys-stays = Fraza ta de acces merge în continuare. Păstreaz-o: un telefon pierdut ia cheia cu el.
passkeys-copied = Unele telefoane copiază cheile pe celelalte dispozitive ale tale. Nu putem vedea unde.
passkeys-made = Cheie făcută pe { $when }
passkeys-end = Scoate această cheie
passkeys-add = Fă o cheie pe acest telefon
passkeys-none = Acest browser nu are chei de acces.
passkeys-use = Deschide cu blocarea acestui telefon

## Someone asks, in easy words

easy-show = Arată asta în cuvinte simple, cu imagini
easy-hide = Arată din nou toate cuvintele
easy-all = Toate cuvintele cererii
easy-title-who = Cine cere?
easy-title-what = Ce vor să vadă?
easy-title-why = De ce cer?
easy-title-answer = Ce poți spune?
easy-title-yes = Ce se întâmplă dacă spui da?
easy-title-no = Ce se întâmplă dacă spui nu?
easy-title-time = Cât timp ai?
easy-picture-who = Imagine: o persoană care vorbește
easy-picture-what = Imagine: un telefon cu mesaje
easy-picture-why = Imagine: un semn de întrebare
easy-picture-answer = Imagine: o bifă și o cruce
easy-picture-yes = Imagine: o săgeată de la un telefon la o foaie
easy-picture-no = Imagine: un telefon cu o bară în față
easy-picture-time = Imagine: un ceas
easy-who = { $who } cere.
easy-works = Lucrează pentru { $organisation }.
easy-police = Poliția cere.
easy-counselling = Vor discuții private cu cineva care te ajută.
easy-lawyer = Un avocat cere.
easy-court = O instanță a ordonat asta.
easy-no-court = Nicio instanță nu a ordonat asta.
easy-what = Vor să vadă: { $kinds }.
easy-days = Din { $from } până în { $to }.
easy-any-day = Din orice zi.
easy-see = Poți vedea fiecare lucru înainte să răspunzi.
easy-why = Iată ce au scris.
easy-not-checked = Nu am verificat dacă este adevărat.
easy-yes = Poți spune da.
easy-part = Poți spune da pentru o parte.
easy-no = Poți spune nu.
easy-reason = Nu trebuie să spui de ce.
easy-order-yes = Instanța nu are nevoie de acordul tău.
easy-order-lawyer = Vorbește mai întâi cu un avocat al tău.
easy-gets = Primesc lucrurile pe care le alegi.
easy-copy = Pot păstra o copie.
easy-other-side = Și cealaltă parte din caz le poate vedea.
easy-later = Poți opri mai târziu.
easy-no-back = Nu poți lua înapoi ce au deja.
easy-nothing-goes = Nimic nu ajunge la ei din cauza acestei cereri.
easy-case = Cazul nu se încheie doar pentru că spui nu.
easy-matter = Uneori un refuz poate conta pentru caz.
easy-adviser = Consilierul tău îți poate spune mai mult.
easy-order-stays = Ordinul nu se încheie când spui nu.
easy-order-then = Dacă nu faci ce ordonă o instanță, pot fi urmări pentru tine.
easy-until = Poți răspunde până la { $when }.
easy-question = Le poți pune mai întâi o întrebare.

## Someone asks

asks-title = Cineva cere ceva
asks-lead = { $who } de la { $organisation } cere să vadă o parte din ce s-a copiat de pe telefonul tău.
asks-may-refuse = Poți spune nu. Poți spune da pentru o parte. Nu trebuie să dai un motiv.
asks-ordered = O instanță a ordonat asta. Nu are nevoie de acordul tău. Vorbește cu un avocat al tău înainte să faci ceva.
route-vir = Poliția cere asta. Nicio instanță nu a ordonat-o.
route-counselling = Poliția cere discuții private cu cineva care te ajută. Nicio instanță nu a ordonat asta.
route-agreement = Poliția îți cere să fii de acord. Nicio instanță nu a ordonat asta.
route-court = O instanță a ordonat asta.
route-civil = Un avocat într-un caz civil cere asta. Nicio instanță nu a ordonat-o și nu este nicio putere a poliției în spate.
asks-checked = Numele pe care l-am putut verifica este „{ $name }”. L-a confirmat { $by }. Ce urmează a scris chiar persoana care cere.
asks-by = Cu ce drept
asks-approver = Cine a fost de acord ca ei să ceară
asks-court = Instanța
asks-order = Numărul ordinului
asks-deadline = Ultima zi stabilită de instanță
asks-claim = Cererea în instanță
asks-own-lawyer = Avocatul tău, după cum spun ei
asks-proxy = Cine vorbește pentru tine, după cum spun ei
asks-views = Ce spun ei că gândești tu
asks-name = Nume
asks-organisation = Lucrează pentru
asks-reference = Despre
asks-contact = Cum pot fi contactați
asks-answer-by = Cererea expiră
asks-how = Numele verificat este într-un certificat care duce la cheile pe care serviciul le avea la prima ta vizită. Ce au scris este al lor. Nu am verificat dacă este adevărat.
asks-look = Arată-mi exact ce
asks-no-hurry = Nu este nicio grabă. Poți bloca această pagină și te poți întoarce mai târziu.
share-nothing = Nu da nimic
sought-kinds = Ce cer
sought-days = Din ce zile
sought-any-day = orice zi
sought-from-to = { $from } până la { $to }
sought-words = Care conțin aceste cuvinte
sought-whole = Care conțin aceste cuvinte întregi
sought-also = Mai cer și
sought-near = ce s-a spus în jurul acestor cuvinte: până la { $count } înainte și după
sought-media = Numai fișiere de aceste feluri
sought-media-none = niciun fișier
sought-media-image = poze
sought-media-audio = înregistrări
sought-media-video = filme
sought-media-document = alte fișiere
sought-only = Dar numai
sought-own = nu ceea ce a spus altcineva și este citat sau redirecționat în ele
sought-once = fiecare lucru o singură dată
sought-masked = persoanele care nu sunt într-o conversație cu numere în loc de nume, în măsura în care le găsim
masked-limit = Cine este într-o conversație rămâne numit. Un nume care este doar în ce a scris cineva, sau într-o imagine ori înregistrare, rămâne și el.
sought-grid = Locurile doar aproximativ
sought-grid-about = cu o precizie de circa { $km } km
sought-people = Cu aceste persoane
sought-threads = Din
sought-count = { $count ->
    [one] { $count } conversație
    [few] { $count } conversații
   *[other] { $count } de conversații
 }
left-blank = Au lăsat asta gol.
why-title = De ce cer
why-lead = Acestea sunt chiar cuvintele lor.
why-belief = De ce cred că este aici
why-probative = De ce este atât de important
why-presumption = De ce nimic altceva nu ajunge
why-confidential = De ce cer ceva privat
why-enquiry = Ce vor să afle
why-relevance = Cum ajută asta
why-necessity = De ce au nevoie
why-alternatives = Ce altceva au încercat
why-excess = Ce ar mai putea veni odată cu asta
why-people = Cine va vedea
why-storage = Unde se păstrează
why-retention = Cât timp
why-defence = Partea cealaltă
questions-title = Întreabă-i ceva
questions-lead = Poți întreba înainte să decizi. Ei îți văd cuvintele și le poate vedea și o instanță. Numai tu poți începe asta.
questions-ask = Întrebarea ta
questions-hint = Ajunge la persoana care cere. Nu scrie ce nu vrei să afle.
questions-send = Trimite această întrebare
questions-waiting = Încă niciun răspuns.
points-title = Ce ar trebui să știi
points-hint = Bifează fiecare punct după ce l-ai citit. Bifarea nu dă nimic nimănui.
points-fault = { $left ->
    [one] { $left } punct nu este încă bifat. Citește-l, apoi bifează-l.
    [few] { $left } puncte nu sunt încă bifate. Citește-le, apoi bifează-le.
   *[other] { $left } de puncte nu sunt încă bifate. Citește-le, apoi bifează-le.
 }

refuse-title = Nu dai nimic?
refuse-lead = Li se spune că ai zis nu. Nu li se spune de ce și nici pe tine nu te întreabă nimeni de ce.
refuse-not-ended = Un refuz nu încheie singur cazul. Uneori poate conta pentru caz. Consilierul tău îți poate spune dacă ar putea conta.
refuse-ordered = Asta nu pune capăt ordinului. Dacă nu faci ce ordonă o instanță, pot fi urmări pentru tine. Întreabă mai întâi un avocat al tău.
refuse-back = Înapoi
refused-title = Nu se dă nimic
refused-lead = Ai spus nu. Din cauza acestei cereri nu pleacă nimic de aici.
refused-told = Ei văd că răspunsul a fost nu. O instanță ar putea totuși ordona ceva; atunci afli, dacă instanța nu interzice să ți se spună.

## Exactly this

exactly-title = Exact asta s-ar da
exactly-which = Ai mai multe copii sigilate. Despre care este vorba?
exactly-which-one = Copia { $number }
exactly-nothing-sealed = Nu este încă nimic sigilat pentru tine, deci nu este nimic de dat.
exactly-leave = { $count ->
    [one] lucru s-ar da
    [few] lucruri s-ar da
   *[other] de lucruri s-ar da
 }
exactly-stay = { $count ->
    [one] lucru rămâne aici
    [few] lucruri rămân aici
   *[other] de lucruri rămân aici
 }
exactly-all-asked = Asta este tot ce s-a cerut. Mai jos poți lăsa deoparte orice.
exactly-fewer = { $count ->
    [one] Ai lăsat deoparte { $count } lucru care s-a cerut.
    [few] Ai lăsat deoparte { $count } lucruri care s-au cerut.
   *[other] Ai lăsat deoparte { $count } de lucruri care s-au cerut.
 }
exactly-private = { $count ->
    [one] S-a cerut și { $count } lucru privat. Rămâne aici dacă nu îl adaugi tu.
    [few] S-au cerut și { $count } lucruri private. Rămân aici dacă nu le adaugi tu.
   *[other] S-au cerut și { $count } de lucruri private. Rămân aici dacă nu le adaugi tu.
 }
private-title = Conversații private care s-au cerut
private-hint = Rămân aici. Bifează una numai dacă vrei să plece, fiecare separat.
class-intimate = Intim
class-health = Cu un medic sau o asistentă
class-legal = Cu un avocat
class-counselling = Cu un consilier sau cineva care ajută
class-child = Cu un copil
class-third-party = Despre altcineva
class-other = Privat
exactly-next = După ce ai văzut
exactly-none-left = Nu a rămas nimic de dat.
exactly-go-on = Mergi la decizie
others-title = { $count ->
    [one] Aici apare și { $count } altă persoană
    [few] Aici apar și alte { $count } persoane
   *[other] Aici apar și alte { $count } de persoane
 }
others-lead = S-ar da și cuvintele sau numerele lor.
filters-title = Lasă deoparte persoane, zile sau feluri
filters-masked = Alte persoane
filters-masked-do = Arată alte persoane printr-un număr în locul numelui și al numărului de telefon
filters-kinds = Lasă deoparte aceste feluri
filters-people = Lasă deoparte tot ce este cu aceste persoane
filters-people-hint = Un grup în care sunt se lasă deoparte cu totul.
filters-groups = Lasă deoparte acestea
filters-from = Numai din această zi
filters-from-hint = De exemplu 27 3 2026. Lasă gol dacă nu vrei limită.
filters-to = Numai până în această zi
filters-use-days = Folosește aceste zile
days-order = Ultima zi nu poate fi înaintea primei.
group-counts = S-ar da { $leaving } din { $asked }.
group-private = Asta rămâne aici. Este privat și pleacă numai dacă îl adaugi chiar tu.
group-out = Ai lăsat deoparte tot.
group-show = Arată aceste { $count }
leave-out = Lasă deoparte
put-back = Pune la loc
stays-out-of-scope = Rămâne aici
stays-excluded-by-survivor = Ai lăsat asta deoparte
stays-privileged = Rămâne aici
stays-third-party = Rămâne aici
stays-not-relevant = Rămâne aici
stays-unknown = Rămâne aici: nu ne putem da seama dacă s-a cerut
stays-transformed = Rămâne aici
goes-changed = Pleacă schimbat. Primesc copia pe care o vedeți aici.
record-withheld = Nu se arată
from-you = Tu
no-date = Dată necunoscută
between = Între { $from } și { $to }
call-in = { $who } te-a sunat
call-out = Ai sunat: { $who }
one-message = Mesaj
one-call = Apel
one-contact = Contact
one-account = Cont
one-media = Poză, film sau sunet
one-location = Loc
one-browser = Pagină web
one-app-data = Date din aplicație
one-document = Document
one-calendar = Notare în calendar
one-note = Notiță
one-device-event = Ceva ce a făcut telefonul
one-other = Altceva
medium-covered = Poză, acoperită. Apasă ca să o vezi.
medium-opening = Se deschide poza.
medium-open = Apasă ca să acoperi poza.
medium-failed = Această poză nu s-a putut arăta. Apasă ca să încerci din nou.
medium-missing = Telefonul numește aici o poză, dar nu o conține.
medium-file = Un fișier, { $kilobytes } kB: { $name }
medium-stripped = Pleacă fără locul și ora ascunse în poză
medium-stripped-sound = Pleacă fără locul și ora ascunse în înregistrare
medium-stays = Nu pleacă: nu putem scoate locul din el
medium-unasked = Nu pleacă: nu au cerut acest fel de fișier
hidden-stripped =
    { $count ->
        [one] O poză sau o înregistrare pleacă fără locul și ora ascunse în ea.
        [few] { $count } poze sau înregistrări pleacă fără locul și ora ascunse în ele.
       *[other] { $count } de poze sau înregistrări pleacă fără locul și ora ascunse în ele.
    }
hidden-stay =
    { $count ->
        [one] Un fișier nu pleacă: nu putem scoate locul din el.
        [few] { $count } fișiere nu pleacă: nu putem scoate locul din ele.
       *[other] { $count } de fișiere nu pleacă: nu putem scoate locul din ele.
    }
hidden-unasked =
    { $count ->
        [one] Un fișier nu pleacă: nu au cerut acest fel.
        [few] { $count } fișiere nu pleacă: nu au cerut acest fel.
       *[other] { $count } de fișiere nu pleacă: nu au cerut acest fel.
    }
hidden-copies =
    { $count ->
        [one] O înregistrare pleacă schimbată: fără locul ei sau fără cel exact, sau cu numere în locul altor persoane.
        [few] { $count } înregistrări pleacă schimbate: fără locul lor sau fără cel exact, sau cu numere în locul altor persoane.
       *[other] { $count } de înregistrări pleacă schimbate: fără locul lor sau fără cel exact, sau cu numere în locul altor persoane.
    }

## Check and decide

decide-title = Verifică și decide
decide-back = Înapoi la ce s-ar da
decide-nobody = Persoana care cere nu are o cheie aici, deci nu i se poate da nimic.
decide-what = Ce
decide-records = { $count ->
    [one] { $count } lucru, așa cum tocmai l-ai văzut. Aici rămân: { $stay }.
    [few] { $count } lucruri, așa cum tocmai le-ai văzut. Aici rămân: { $stay }.
   *[other] { $count } de lucruri, așa cum tocmai le-ai văzut. Aici rămân: { $stay }.
 }
decide-who = Cine primește
decide-why = De ce cer
decide-how = Semnătura ta va numi exact aceste lucruri ({ $count }) prin semnul de mai jos. Orice altceva dă alt semn.
until = Până când
decide-before-4 = La lucrurile pe care le-ai lăsat deoparte, văd că s-a lăsat ceva deoparte, în ce zi și cu cine. Nu văd ce a fost.
until-hint = Pot ridica până la sfârșitul acestei zile. Scurt e bine: poți fi de acord din nou mai târziu.
until-past = Alege o zi care nu a trecut încă.
until-long = Alege o zi în cel mult un an.
approval = Înainte să plece
approval-ask = Întreabă-mă din nou
approval-ask-hint = Se pregătește. Te mai uiți o dată, apoi lași să plece sau oprești.
approval-auto = Lasă să plece fără să mă întrebi din nou
approval-auto-hint = Pleacă imediat ce este gata.
approval-fault = Alege dacă vrei să fii întrebat(ă) din nou.
visit-title = Ce s-a notat despre telefonul tău și vizită ({ $count } lucruri)
visit-lead = O instanță poate întreba cum a fost citit telefonul tău și de cine. Cine te-a ajutat a notat aceasta și a semnat.
visit-legend = Ce poate merge împreună cu ele
visit-hint = Nu merge nimic din ce nu bifezi. Nu trebuie să bifezi nimic.
visit-unknown = nu se știe ({ $why })
visit-clock-ahead = cu { $seconds } secunde înainte ({ $reference })
visit-clock-behind = cu { $seconds } secunde în urmă ({ $reference })
visit-clock-right = corect ({ $reference })
visit-device-model = Ce telefon este
visit-device-identifiers = Numerele lui și numărul tău
visit-device-condition = Cum arăta
visit-device-battery = Bateria
visit-device-network = Rețeaua
visit-device-clock = Ceasul
visit-guardian-name = Cine l-a citit
visit-guardian-competence = Ce pregătire are
visit-place = Unde
visit-start = Când a început
visit-end = Când s-a terminat
visit-tool-settings = Cum a fost reglată unealta
visit-method = Cum a fost citit
visit-method-validation = Unde a fost testat
visit-exceptions = Ce nu a mers
visit-interruptions = Pauze
visit-countersignature-absence = De ce nu ai semnat
decide-before = Înainte să apeși
decide-before-1 = După ce au ridicat, au o copie. Nu putem lua înapoi acea copie.
decide-before-2 = Poți opri oricând. De atunci nu mai pleacă nimic de aici.
decide-before-3 = Dacă este important pentru caz, și avocații părții celeilalte pot vedea.
decide-share = { $count ->
    [one] Dă acest { $count } lucru
    [few] Dă aceste { $count } lucruri
   *[other] Dă aceste { $count } de lucruri
 }
decide-not-shared = Dacă nu vezi la „Ce dau”, nu s-a dat nimic.
agreed-title = Ai fost de acord
agreed-lead = { $count ->
    [one] Ai fost de acord să dai { $count } lucru.
    [few] Ai fost de acord să dai { $count } lucruri.
   *[other] Ai fost de acord să dai { $count } de lucruri.
 }
agreed-ask = Acum se pregătește. Nu pleacă înainte să te uiți și să lași să plece.
agreed-auto = Acum se pregătește. Pleacă la ei imediat ce este gata.
agreed-mind = Te poți răzgândi oricând la „Ce dau”.

## Before it goes

draft-title = Înainte să plece
draft-none = Nu este nimic de văzut aici acum. Lista ta arată cum stau lucrurile.
draft-same = { $count ->
    [one] Este exact ce ai acceptat: { $count } lucru și nimic altceva.
    [few] Este exact ce ai acceptat: { $count } lucruri și nimic altceva.
   *[other] Este exact ce ai acceptat: { $count } de lucruri și nimic altceva.
 }
draft-differs = Asta nu este ce ai acceptat. Nu poate pleca. Te rugăm să oprești și să spui cuiva de încredere.
draft-agreed = Ai fost de acord pe
draft-records = Ce ar pleca
draft-how = Acest dispozitiv a deschis ce s-a pregătit și a verificat pas cu pas față de ce ai semnat.
draft-let-go = Lasă să plece
draft-stop = Oprește
gone-title = Ai lăsat să plece
gone-lead = { $who } poate ridica până la { $until }.
gone-mind = Până când ridică, mai poți opri. Ce au ridicat rămâne la ei.

## What I share

shares-title = Ce dau
shares-none = Nu dai nimic.
share-heading = { $count ->
    [one] { $count } lucru pentru { $who }
    [few] { $count } lucruri pentru { $who }
   *[other] { $count } de lucruri pentru { $who }
 }
share-left = S-a ridicat?
share-left-nothing = Nu. Până acum nu a plecat nimic.
share-left-at = Da, { $who } a ridicat pe { $when }.
share-stopped = Ai oprit pe
share-receipt = Arată dovada
share-stop = Nu mai da către { $who }
state-stopped = Oprit
state-ended = Încheiat
state-left = Ridicat
state-ready = Se poate ridica
state-draft = Te așteaptă
state-failed = Nu a mers: nu a plecat nimic
state-working = Se pregătește
stop-title = Nu mai dai către { $who }?
stop-1 = Din clipa în care apeși, nu mai pleacă nimic de aici.
stop-2 = Nimeni nu te întreabă de ce.
stop-3 = Primești o hârtie care spune ce plecase deja.
stop-left = Au ridicat deja ceva. Oprirea nu ia asta înapoi.
stop-now = Oprește acum
stop-keep = Înapoi, dă în continuare
stopped-title = Oprit
stopped-lead = Ai oprit asta pe { $when }. Din cauza ei nu mai pleacă nimic de aici.
stopped-draining = { $count ->
    [one] { $count } trimitere era încă în curs când ai oprit și se întrerupe.
    [few] { $count } trimiteri erau încă în curs când ai oprit și se întrerup.
   *[other] { $count } de trimiteri erau încă în curs când ai oprit și se întrerup.
 }
stopped-left-title = Ce plecase deja
stopped-left-nothing = Nimic.
stopped-left-to = { $count ->
    [one] { $count } lucru, ridicat de { $who } pe { $when }.
    [few] { $count } lucruri, ridicate de { $who } pe { $when }.
   *[other] { $count } de lucruri, ridicate de { $who } pe { $when }.
 }
stopped-undo-title = Ce nu face oprirea
stopped-undo-1 = Nu ia înapoi ce s-a ridicat.
stopped-undo-2 = Ce trebuie să facă ei cu asta hotărăsc ei și o instanță.
stopped-undo-3 = O instanță poate totuși ordona ceva. Atunci afli, dacă instanța nu interzice să ți se spună.

## Who looked

looked-title = Cine s-a uitat
looked-door = Scrie din nou parola. Această listă poate spune oricui îți ține telefonul ce faci aici.
looked-open = Deschide lista
looked-cannot = Aici se vede fiecare folosire prin acest serviciu. Nu se vede dacă cineva copiază un fișier după ce l-a deschis.
looked-none = Nimeni în afară de tine nu a făcut ceva aici.
looked-own-show = { $count ->
    [one] Arată { $count } lucru făcut de tine
    [few] Arată { $count } lucruri făcute de tine
   *[other] Arată { $count } de lucruri făcute de tine
 }
looked-own-hide = Ascunde ce am făcut eu
looked-again = Uită-te din nou
looked-confirmed = Verificat: aceste rânduri sunt neschimbate.
looked-unconfirmed = { $count ->
    [one] Încă neconfirmat: { $count } rând este mai nou decât ultima confirmare. De obicei durează sub un minut.
    [few] Încă neconfirmat: { $count } rânduri sunt mai noi decât ultima confirmare. De obicei durează sub un minut.
   *[other] Încă neconfirmat: { $count } de rânduri sunt mai noi decât ultima confirmare. De obicei durează sub un minut.
 }
looked-unconfirmed-all = Încă neconfirmat: niciun verificator nu a confirmat până acum aceste rânduri.
looked-old = Neconfirmat recent: ultima confirmare este mai veche de o zi. Pot lipsi rânduri mai noi.
looked-seen = Ultima confirmare a fost pe { $when }.
looked-how = Acest dispozitiv a făcut semnele rândurilor tale din propria ta cheie și l-a găsit pe fiecare o dată, în ordine. Apoi a verificat fiecare rând față de ultima stare confirmată a listei.
looked-witness = Verificatorii sunt cei pe care serviciul i-a numit la prima ta vizită. Dacă serviciul îi conduce chiar el, nu sunt independenți.
looked-asked = Am întrebat noi un verificator, { $name }. Văzuse ultima dată aceeași listă pe { $when }.
looked-asked-away = Am încercat să întrebăm noi un verificator, { $name }. Nu a răspuns. Ce au văzut verificatorii știm numai de la acest serviciu.
looked-asked-nobody = Niciun verificator nu poate fi întrebat de aici. Nu am întrebat pe nimeni altcineva dacă există rânduri mai noi.
looked-mismatch = Ceva nu se potrivește
looked-mismatch-next = Nu șterge nimic. Lista trimisă de serviciu nu este cea confirmată. Ia legătura cu cineva din afara acestui serviciu în care ai încredere.
line-who = Numele dat aici: { $name }.
looked-still = De data aceasta, ce a trimis serviciul se potrivește cu ce ține minte acest dispozitiv. Asta nu anulează ce s-a văzut înainte.
finding-witness = Pe { $when }, verificatorul { $name } confirmase altă listă decât cea pe care ți-a arătat-o serviciul.
finding-growth = Pe { $when }, lista nu era cea de la ultima ta vizită cu rânduri mai noi la sfârșit.
finding-receipt = Pe { $when }, un rând pe care serviciul ți-l promisese lipsea sau fusese schimbat.
finding-lines = Pe { $when }, rândurile trimise de serviciu nu erau toate sau nu erau cele confirmate.
finding-kept = Asta rămâne aici până spui cu cine ai vorbit despre ea.
finding-not-kept = Nu am putut păstra asta în contul tău. Salvează fișierul înainte să părăsești pagina.
finding-file = Fișierul arată ce nu s-a potrivit. Nu conține niciun rând de-al tău și nicio cheie de-a ta.
finding-save = Salvează ca fișier
finding-whom = Cu cine ai vorbit despre asta?
finding-whom-hint = Cineva din afara acestui serviciu și de unde este.
finding-whom-fault = Scrie cu cine ai vorbit, în cel mult 200 de litere
finding-done = Am vorbit cu ei
finding-told = Ai vorbit despre asta cu { $whom }, cum ai notat pe { $when }.
finding-earlier = Ce nu s-a potrivit înainte
words-lead = Șase cuvinte lasă două persoane să compare la telefon. Cine are o copie a întregii liste le poate face și el.
words-show = Arată șase cuvinte de verificare
words-list = Ele stau pentru lista tuturor, cu această lungime: { $count }. Dacă ale lor pentru această lungime sunt altele, ceva nu se potrivește.
words-receipt = Ele stau pentru această chitanță: numărul ei, semnul a ceea ce s-a sigilat, cine a sigilat și rândul din jurnal.
line-about = Despre: { $who }, { $why }.
line-unconfirmed = Acest rând nu este încă confirmat.
line-stop = Oprește acest acces
line-envelope-handout = { $who } a deschis ce ai acceptat, ca să pregătească.
line-release-collect = { $who } a ridicat ce ai dat.
line-catalogue-handout = { $who }: s-a ridicat lista a ce este în copia ta.
line-draft-open = { $who } s-a uitat la ceva înainte să plece.
line-own-unlock = { $who }: conectare la contul tău.
line-own-open = { $who }: s-au deschis lucrurile tale sigilate.
line-account-create = { $who }: s-a făcut contul tău.
line-account-passkey = { $who } a făcut o cheie de acces.
line-account-passkeyend = { $who } a scos o cheie de acces.
line-ingest = { $who }: s-a sigilat pentru tine o copie a telefonului tău.
line-ingest-added = Ai adăugat ceva chiar tu.
line-receipt = { $who }: s-a semnat pentru ce s-a sigilat.
line-request-submit = { $who } a cerut să vadă ceva.
line-request-amend = { $who }: s-a răspuns la o cerere cu nu.
line-request-change = { $who } a micșorat o cerere sau i-a schimbat cuvintele.
line-request-ask = { $who }: s-a întrebat ceva despre o cerere.
line-request-reply = { $who } a răspuns la o întrebare.
line-request-withdraw = { $who } a retras o cerere.
line-request-code = { $who }: s-a făcut un cod pentru o singură cerere.
line-role-name = { $who }: s-a ales o persoană de sprijin (advocate).
line-role-drop = { $who }: s-a încheiat munca unei persoane de sprijin (advocate).
line-role-show = { $who }: o persoană de sprijin (advocate) a fost lăsată să vadă o cerere.
line-role-hide = { $who }: s-a luat înapoi o cerere de la o persoană de sprijin (advocate).
line-grant = { $who }: acord de a da ceva.
line-approval = { $who }: s-a lăsat ceva să plece.
line-release-publish = { $who } a pregătit ce ai acceptat.
line-withdraw = { $who }: s-a oprit darea.
line-expire = { $who }: s-a închis ceva dat, pentru că i-a trecut timpul.
line-erase = { $who }: s-a șters ceva.
line-erase-ask = { $who }: s-a cerut ștergerea a ceva.
line-erase-cancel = { $who }: s-a hotărât totuși păstrarea.
line-hold-set = { $who } a notat că o instanță vrea ca ceva să fie păstrat.
line-hold-lift = { $who } a notat că o instanță nu mai vrea să fie păstrat.
line-policy-exclude = { $who }: s-a stabilit ca ceva să fie mereu lăsat deoparte.
line-policy-lift = { $who }: s-a încheiat o regulă de a lăsa ceva deoparte.
line-system-fsck = { $who }: s-a verificat dacă lucrurile dumneavoastră sigilate sunt deteriorate. Nimeni nu a văzut ce este în ele.
line-system-backup = { $who }: s-a făcut o copie de siguranță a tot ce se păstrează, și a lucrurilor dumneavoastră sigilate. Nimeni nu a văzut ce este în ele.
line-system-restore = { $who }: repornit dintr-o copie de siguranță, cu lucrurile dumneavoastră sigilate.
line-release-list = { $who } a văzut lista cu ce ai dat.
line-request-read = { $who } a citit o cerere despre tine.
line-catalogue-list = { $who } a văzut lista cu ce conțin copiile tale și poate fi verificat.
line-key-split = { $who } a pregătit o cale de întoarcere în contul tău, cu un card și trei ajutoare.
line-key-drop = { $who } a încheiat calea de întoarcere în contul tău.
line-key-held = { $who } a spus că partea sa din calea ta de întoarcere este acolo.
line-key-rehearse = { $who } a încercat dacă mai merge calea ta de întoarcere.
line-key-list = { $who } a văzut ce părți din căi de întoarcere păstrează.
line-key-hand = { $who } a predat partea sa din calea ta de întoarcere.
line-account-recover = { $who } a folosit cardul tău ca să ceară întoarcerea în contul tău. Dacă nu ai fost tu, spune astăzi.
line-account-stop = { $who } a oprit o întoarcere în contul tău.
line-account-change = { $who } a revenit în contul tău cu cardul tău și a pus o parolă nouă.
line-own-share = { $who } a scos partea sa din calea ta de întoarcere, încă sigilată.
line-own-recover = { $who } a luat, cu cardul tău, ceea ce deschide din nou contul tău.
line-other = { $who } a făcut ceva pentru care pagina nu are cuvinte ({ $act }).
role-survivor = Tu
role-guardian = Gardianul tău
role-worker = Mașina serviciului
role-investigator = Un anchetator
role-prosecutor = Un procuror
role-solicitor = Un avocat
role-supervisor = Un supervizor
role-disclosure-officer = O persoană care răspunde de dezvăluire (disclosure officer)
role-defence-reviewer = O persoană care verifică pentru apărare
role-court-expert = Un expert al instanței
role-advocate = O persoană de sprijin (advocate)
role-auditor = Un auditor
role-administrator = Un administrator
role-support = Un lucrător de sprijin
role-system = Serviciul
role-of = { $role } de la { $organisation }
end-denied = S-a oprit: nu era permis.
end-partial = A ajuns numai o parte.
end-aborted = S-a întrerupt. Nu putem spune dacă s-a văzut ceva.
end-unknown = Nu știm cum s-a încheiat.
end-error = Nu a mers.
end-mismatch = S-a oprit, pentru că rezultatul nu era ce ai acceptat.
end-open = Nu s-a încheiat încă sau nimeni nu a spus cum s-a încheiat.

## My things

things-title = Lucrurile mele
things-lead = Asta este ce se află aici pentru tine. Este sigilat și numai tu poți deschide.
things-none = Încă nu se află nimic aici.
things-one = Copia sigilată { $number }
things-added-one = Ce ai adăugat la { $when }
things-open = Deschide-o
things-sealed = { $count ->
    [one] Sigilat pe { $when }: { $count } lucru.
    [few] Sigilat pe { $when }: { $count } lucruri.
   *[other] Sigilat pe { $when }: { $count } de lucruri.
 }
things-signed = Ai semnat pentru ea.
things-unsigned = Nu ai semnat încă pentru ea.
things-look = Uită-te înăuntru
inside-lead = Numai tu vezi asta. Privitul nu dă nimic nimănui.
things-erased = Ai cerut ștergerea și s-a șters. Nimeni nu o mai poate deschide.
things-to-erase = Ai cerut să fie ștearsă.
things-by = Sigilat de { $name }.
things-by-org = { $org } garantează pentru acest nume.
things-by-nobody = Nimeni pe care îl cunoaște această pagină nu garantează pentru acest nume.
things-by-you = Ai adăugat asta chiar tu. Niciun gardian nu a luat-o dintr-un telefon și nimeni nu garantează pentru ea.
things-device = Nimic din ce s-a semnat nu spune care telefon a fost.
things-size = Ce este păstrat aici ocupă în total { $size }.
add-title = Adaugă ceva chiar tu
add-lead = Poți adăuga hârtii, poze, înregistrări, ceva scris aici sau un ordin al instanței.
add-note-limits = Cel mult { $files } fișiere odată. Un fișier poate avea { $file }, toate împreună { $total }.
add-note-place = O poză poate ține locul în care a fost făcută. Locul rămâne în ce se află aici.
add-note-stripped = Dacă o împărtășești fără locuri, locul este scos mai întâi. Unde nu se poate, fișierul nu este împărtășit.
add-note-who = Va spune mereu că l-ai adăugat chiar tu. Nimeni nu garantează pentru el.
add-files = Alege fișiere
add-write = Sau scrie aici
add-write-take = Ia asta ca fișier
add-write-name = cuvintele mele.txt
add-kind = Ce este?
add-kind-document = O hârtie sau un document
add-kind-photo = O poză
add-kind-audio = O înregistrare de sunet
add-kind-video = Un film
add-kind-statement = Ce spun despre ce s-a întâmplat
add-kind-court-order = Un ordin al instanței
add-kind-fault = Spune ce este.
add-day = Din ce zi este?
add-day-hint = Lasă gol dacă nu știi. De exemplu 27 3 2026.
add-drop = Lasă-l pe acesta deoparte
add-none = Alege un fișier sau scrie ceva și ia-l ca fișier.
add-do = Adaugă la lucrurile mele
add-not = Nu adăuga nimic
add-stay = Rămâi pe această pagină până se termină. Dacă ești deconectată înainte, nu se adaugă nimic și poți începe din nou.
add-going-title = Se adaugă
add-broken = Ce este sigilat și încă netrimis așteaptă pe această pagină.
add-stop = Oprește și nu adăuga nimic
add-done-title = Acum se află aici
add-done = { $count ->
    [one] S-a adăugat { $count } fișier. Serviciul a citit totul înapoi și este ce s-a sigilat aici.
    [few] S-au adăugat { $count } fișiere. Serviciul a citit totul înapoi și este ce s-a sigilat aici.
   *[other] S-au adăugat { $count } de fișiere. Serviciul a citit totul înapoi și este ce s-a sigilat aici.
 }
add-done-line = Acesta este rândul { $line } din lista care arată cine ce a făcut.
add-why-many = Sunt prea multe fișiere odată. Lasă câteva deoparte și adaugă-le după aceea.
add-why-empty = Acest fișier este gol.
add-why-long = Acest fișier este prea lung. Alege unul mai scurt sau cere ajutor.
add-why-total = Împreună aceste fișiere sunt prea lungi. Lasă câteva deoparte și adaugă-le după aceea.
add-why-name = Numele acestui fișier nu poate fi folosit. Schimbă-l și alege fișierul din nou.
add-why-kind = Acest fișier este altceva decât spui. Alege ce este.
add-why-same = Acest fișier este același cu altul de aici. Lasă unul deoparte.
add-why-day = Această zi nu a venit încă sau nu este o zi.
copy-title = Descarcă o copie întreagă
copy-lead = Ai dreptul la o copie a tot ce se află aici pentru tine.
copy-warn = Citește mai întâi
copy-warn-1 = Copia nu este sigilată. Oricine are acest aparat o poate deschide.
copy-warn-2 = Va fi printre descărcările acestui aparat. Dacă pleci de pe pagină, ea nu se șterge.
copy-warn-3 = Unele aparate își trimit singure descărcările pe alte aparate.
copy-warn-4 = Dacă altcineva folosește sau verifică acest aparat, nu o salva aici. Poți folosi mai târziu alt aparat.
copy-holds = Ce este în ea
copy-holds-1 = Fiecare înregistrare și fiecare fișier, deschise.
copy-holds-2 = Ce s-a semnat, ca alții să poată verifica că nimic nu s-a schimbat.
copy-logged = Facerea ei este un rând la „Cine s-a uitat”, ca lucru făcut de tine.
copy-known = Știu că oricine are acest aparat poate citi copia.
copy-known-fault = Bifează că știi acest lucru sau nu face o copie.
copy-make = Fă copia
copy-not = Nu face copia
copy-going-title = Se face copia ta
copy-going = Atinge pagina din când în când. Dacă se blochează, începi din nou.
copy-stop = Oprește și arunc-o
copy-broken-title = Legătura s-a pierdut
copy-broken = Ce s-a făcut până acum așteaptă pe această pagină. Pe aparat nu s-a salvat încă nimic.
copy-on = Continuă
copy-ready-title = Copia ta este gata
copy-ready = Are { $size }. Este doar pe această pagină și dispare când pleci.
copy-save = Salveaz-o pe acest aparat
copy-throw = Arunc-o
copy-saved-title = Ai salvat copia
copy-saved = Browserul a fost rugat să salveze { $size } ca „notes.zip”. Nu putem vedea dacă a făcut-o sau unde.
copy-saved-after = Șterge-o de acolo când nu mai ai nevoie de ea și golește coșul.
copy-save-again = Salveaz-o încă o dată
copy-readme-1 = Aceasta este o copie întreagă a ceea ce se află sigilat pentru tine. Nu este sigilată: oricine o are o poate citi.
copy-readme-2 = „records” are fiecare înregistrare, câte una pe rând. „objects” are poze și alte fișiere.
copy-readme-3 = Celelalte fișiere arată că nimic nu s-a schimbat. Pentru a verifica: safehold check-copy
copy-readme-4 = În „records”, fișierele care se termină cu .html arată înregistrările într-un browser.

## Deleting

erase-title = Șterge această copie
erase-does = Ce face ștergerea
erase-does-1 = Distrugem fiecare cheie a ei. De atunci nimeni nu o poate deschide, nici tu.
erase-does-2 = Apoi îi eliminăm fișierele.
erase-does-3 = Tot ce dai din ea se oprește.
erase-not = Ce nu face ștergerea
erase-not-1 = Nu ia înapoi ce s-a ridicat înainte.
erase-not-2 = Lista celor care s-au uitat rămâne, fără ce era înăuntru.
erase-not-3 = Nu încheie un caz. Dacă o instanță ar putea vrea asta, întreabă un avocat înainte să ștergi.
erase-when = Când
erase-later = Peste șapte zile
erase-later-hint = Până atunci te poți răzgândi.
erase-now = Acum
erase-now-hint = Nu te mai poți răzgândi.
erase-fault = Alege când să fie ștearsă.
erase-go = Șterge-o
erase-keep = Păstreaz-o
erase-waits = Va fi ștearsă pe { $when }. Până atunci o poți totuși păstra.
erase-waits-hold = Așteaptă, pentru că o instanță vrea să fie păstrată. Se șterge când se încheie asta, iar tu o poți totuși păstra.
erase-keep-all = Păstreaz-o totuși
erased-keys = Cheile ei sunt distruse, deci nimeni nu o poate deschide. Fișierele ei se elimină acum.
erased-done = Este ștearsă: cheile sunt distruse și fișierele sunt eliminate.
erased-left = Ce s-a ridicat înainte se află la cei care au ridicat. „Ce dau” arată cine sunt.
held-lead = O instanță vrea ca asta să fie păstrat, deci nu se poate șterge acum.
held-court = Instanța
held-number = Numărul hârtiei
held-since = Păstrat din
held-means = Asta nu arată nimănui nimic. Doar împiedică ștergerea copiei.
