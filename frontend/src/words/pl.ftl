# Every sentence of the survivor's pages, in Polish. Drafted; no translator has reviewed it yet,
# so what is agreed to is shown in English beside it.

## The frame

name = Notatki
skip = Przejdź do głównej części
leave = Opuść tę stronę
lock = Zablokuj
foot = Naciśnij Shift trzy razy, aby szybko opuścić tę stronę.
english-counts = Po angielsku; to się liczy
not-reviewed = Tego tłumaczenia nie sprawdził jeszcze żaden tłumacz. Tam, gdzie decydujesz, liczy się tekst angielski.
shift-presses = { $presses ->
    [1] Shift naciśnięty raz. Naciśnij go jeszcze dwa razy, aby wyjść.
    [2] Shift naciśnięty dwa razy. Naciśnij go jeszcze raz, aby wyjść.
   *[other] Opuszczanie tej strony.
 }
idle = Od dłuższego czasu nikt nie dotknął tej strony. Zablokuje się za około { $seconds } s.
idle-stay = Nadal tu jestem
back = Wstecz
continue = Dalej
done = Gotowe
print = Wydrukuj to
faults = Jest problem
error-title = Błąd
try-again = Spróbuj ponownie
how-known = Skąd to wiadomo?
show-more = Pokaż jeszcze { $count } (zostało { $left })
somebody = ktoś
day = Dzień
month = Miesiąc
year = Rok
day-fault = Wpisz prawdziwy dzień, na przykład 27 3 2026.

## What takes a while

doing-asking = Chwileczkę.
doing-stretching = Przygotowujemy. To może potrwać kilka sekund.
doing-opening = Otwieramy twoje rzeczy na tym urządzeniu.
doing-sealing = Pieczętujemy to na tym urządzeniu.
doing-checking = Sprawdzamy to na tym urządzeniu.
doing-copying = Twoja kopia powstaje na tym urządzeniu.
doing-adding = Pieczętowanie na tym urządzeniu i wysyłanie.

## What went wrong

fault-offline = Nie możemy połączyć się z usługą
fault-offline-next = Sprawdź połączenie. Jeśli przycisk był przed chwilą naciśnięty, zajrzyj na swoją listę, zanim naciśniesz go ponownie.
fault-busy = Usługa jest zajęta
fault-busy-next = Poczekaj chwilę i spróbuj ponownie.
fault-session = Nastąpiło wylogowanie
fault-session-next = Zaloguj się ponownie, aby kontynuować.
fault-gone = Tego już tu nie ma
fault-gone-next = Wróć do swojej listy. Pokazuje ona, jak jest teraz.
fault-moved-on = W międzyczasie coś się zmieniło
fault-moved-on-next = To naciśnięcie niczego nie udostępniło. Wróć do swojej listy i spójrz jeszcze raz.
fault-refused = Usługa tego nie przyjęła
fault-refused-next = To naciśnięcie niczego nie udostępniło. Wróć i sprawdź, co zostało wpisane.
fault-service = Usługa odpowiedziała w sposób, którego nie rozumiemy
fault-service-next = Nic nie zostało otwarte. Spróbuj później. Jeśli tak zostanie, powiedz o tym komuś zaufanemu, kto może to sprawdzić.
fault-wrong = Kod lub hasło są błędne
fault-wrong-next = Sprawdź jedno i drugie i spróbuj ponownie. W haśle liczą się małe i wielkie litery.
fault-passkey = Żaden klucz nie otworzył twojego konta
fault-passkey-next = Użyj hasła. Ono zawsze działa. Niektóre telefony i przeglądarki tego nie potrafią.
fault-damaged = To, co wysłała usługa, jest uszkodzone albo nie jest twoje
fault-damaged-next = Nic nie zostało otwarte ani udostępnione. Spróbuj później i powiedz o tym osobie, która przygotowała to razem z tobą.
fault-older = Usługa wysłała starszą kopię twojego konta
fault-older-next = Zatrzymaliśmy się. Niczego teraz nie udostępniaj. Powiedz o tym osobie, która przygotowała to razem z tobą.
fault-weak = Usługa zażądała słabszej ochrony, niż akceptujemy
fault-weak-next = Zatrzymaliśmy się, a twoje hasło nie opuściło tego urządzenia. Powiedz o tym osobie, która przygotowała to razem z tobą.
fault-memory = To urządzenie ma za mało wolnej pamięci
fault-memory-next = Zamknij inne aplikacje i spróbuj ponownie albo użyj innego urządzenia. Ochrona pozostaje tak samo silna.
fault-large = To za dużo dla przeglądarki
fault-large-next = Przeglądarka robi kopie do 256 MB. Poproś osobę, która ci pomaga, o „safehold full-copy”: tak powstają większe.
fault-file = Plik się zmienił albo nie można go już odczytać
fault-file-next = Niczego nie dodano. Wybierz plik jeszcze raz.
fault-engine = Ta przeglądarka nie potrafi zrobić tego, co potrzebne
fault-engine-next = Brakuje tu czegoś, co chroni twoje rzeczy, albo jest to wyłączone. Użyj innej przeglądarki lub innego urządzenia.
fault-silent = To urządzenie nie odpowiedziało na czas
fault-silent-next = Wczytaj stronę ponownie i spróbuj jeszcze raz. Nic nie zostało udostępnione.
fault-changed = Coś się nie zgadza
fault-changed-next = To, co wysłała usługa, nie jest tym, co zostało zapieczętowane lub podpisane. Zatrzymaliśmy się. To naciśnięcie niczego nie udostępniło.
fault-pin = Usługa nie używa kluczy, które znasz
fault-pin-next = Zatrzymaliśmy się. Niczego teraz nie udostępniaj. Powiedz o tym osobie, która przygotowała to razem z tobą; najlepiej osobiście.
fault-intake = To nie jest to, pod czym jest twój podpis
fault-intake-next = To, co wysłała usługa, różni się od tego, co zostało przez ciebie podpisane przy pieczętowaniu. Zatrzymaliśmy się. Nic nie zostało udostępnione.
fault-asker = Nie udało się sprawdzić, kto to jest
fault-asker-next = Nikt nie ręczy za osobę, która prosi, więc nie możesz jej nic udostępnić. Możesz poczekać albo niczego nie udostępniać.
fault-mistake = Na tej stronie coś poszło nie tak
fault-mistake-next = To naciśnięcie niczego nie udostępniło. Wczytaj stronę ponownie i spróbuj jeszcze raz.

## Before you start

start-title = Zanim zaczniesz
start-lead = Tutaj możesz przechowywać swoje rzeczy i decydować, kto które z nich zobaczy. Najpierw przeczytaj to.
start-leave-title = Szybkie wyjście
start-leave-1 = Naciśnij „Opuść tę stronę” albo trzy razy klawisz Shift. Zobaczysz wtedy stronę z pogodą.
start-leave-2 = Wyjście wszystko blokuje. Aby wrócić, potrzebujesz swojego kodu i hasła.
start-leave-3 = Po pięciu minutach bez dotknięcia strona blokuje się sama.
start-left-title = Co zostaje
start-left-1 = Twoja przeglądarka zapisuje adres tej strony w historii. Nie możemy tego usunąć. Pomaga okno prywatne.
start-left-2 = Niczego więcej nie zapisujemy na tym urządzeniu.
start-left-3 = Jeśli ktoś obserwuje to urządzenie albo wgrał na nie aplikację, żeby cię śledzić, może zobaczyć tę stronę. Użyj wtedy innego urządzenia.
start-doors-title = Gdy wszystko gotowe
start-been = To nie moja pierwsza wizyta
start-code = Mam kod jednorazowy

## Signing in, and the lock

sign-in-title = Zaloguj się
sign-in = Zaloguj się
sign-in-code = Twój kod logowania
sign-in-code-hint = 32 litery i cyfry, które masz zapisane. Spacje nie mają znaczenia.
sign-in-code-fault = Wpisz wszystkie 32 litery i cyfry swojego kodu logowania.
passphrase = Twoje hasło
passphrase-missing = Wpisz swoje hasło.
show-typed = Pokaż, co piszę
locked-title = Ta strona jest zablokowana
locked-away = Zablokowała się, bo nikt jej nie dotykał. Twoje wybory wrócą, gdy ją odblokujesz.
locked-session = Nastąpiło wylogowanie. Dzieje się tak po 30 minutach albo gdy ktoś zaloguje się gdzie indziej. Jeśli to nie ty, zajrzyj do „Kto patrzył”.
locked-asked = Strona została zablokowana przez ciebie. Twoje wybory wrócą, gdy ją odblokujesz.
locked-open = Odblokuj
locked-other = Zaloguj się innym kodem

## The first visit

enrol-title = Wpisz swój kod jednorazowy
enrol-lead = Ten kod masz od osoby, która ci pomogła. Działa raz.
enrol-code = Kod jednorazowy
enrol-code-hint = 32 litery i cyfry. Spacje nie mają znaczenia.
enrol-code-fault = Wpisz wszystkie 32 litery i cyfry kodu.
offered-title = Twoje hasło
offered-lead = Te słowa otwierają twoje rzeczy. Nikt inny ich nie ma, nawet my.
offered-warn = Zapisz je albo naucz się ich. Jeśli je stracisz, nikt już nie otworzy twoich rzeczy.
offered-take = Mam je, dalej
offered-other = Daj mi inne słowa
offered-own = Wolę wymyślić własne
own-title = Wymyśl własne hasło
own-lead = Użyj co najmniej 16 liter. Najlepsze jest kilka słów, które do siebie nie pasują. Nie używaj imion, piosenek ani dat.
own-short = Wpisz co najmniej 16 liter.
again-title = Wpisz je jeszcze raz
again-lead = Dzięki temu wiadomo, że się zgadza.
again-differs = To nie jest to samo hasło. Spójrz na nie jeszcze raz albo wpisz je od nowa.
again-make = Utwórz mój klucz
again-see = Pokaż mi słowa jeszcze raz
made-title = Twój kod logowania
made-lead = Aby wrócić, potrzebujesz tego kodu i swojego hasła.
made-warn = Zapisz go. Trzymaj go z dala od hasła. Nie możemy pokazać go ponownie.
made-last = Dla pewności: wpisz ostatnie cztery litery lub cyfry
made-last-fault = To nie są ostatnie cztery znaki kodu powyżej.
key-title = Porównaj swój klucz
key-lead = Osoba, która jest z tobą, poprosi cię o odczytanie niektórych z tych znaków. Dzięki temu wiadomo, że twoje rzeczy są zapieczętowane dla ciebie i dla nikogo innego.
key-qr = Te same znaki jako obrazek dla ekranu, który potrafi go odczytać
key-whole = Całość
key-whole-lead = Jeśli jej ekran nie odczyta obrazka, może to przepisać.
key-differs = Jeśli ta osoba mówi, że znaki się nie zgadzają, przerwij. Być może ktoś próbuje podstawić inny klucz w miejsce twojego.

## Today

today-title = Dzisiaj
today-nothing = Nic na ciebie nie czeka.
today-more = Więcej
task-mismatch = Coś się nie zgadza w „Kto patrzył”
task-mismatch-status = Zobacz to
task-sealed = Zobacz, co zostało zapieczętowane
task-sealed-status = Czeka na twój podpis
task-asks = { $who } prosi o wgląd
task-asks-status = Czeka na twoją odpowiedź
task-draft = Zobacz, zanim otrzyma to { $who }
task-draft-status = Czeka na ciebie
code-title = Pozwól komuś zapytać
code-lead = Nikt nie może cię o nic poprosić bez kodu od ciebie. Jeden kod pozwala dotrzeć do ciebie jednej prośbie. Nikomu nie pozwala niczego zobaczyć.
code-make = Utwórz kod
code-once = Daj go tylko jednej osobie. Działa raz, w ciągu 30 dni. Nie możemy pokazać go ponownie.

## What was sealed

sealed-title = Co zostało zapieczętowane
sealed-lead = To skopiowano z twojego telefonu i zapieczętowano { $when }. Tylko ty możesz to otworzyć. Przed chwilą otworzyliśmy to na tym urządzeniu, żeby policzyć.
sealed-counts = Co w tym jest
sealed-means = Podpis znaczy: te liczby zostały mi pokazane. Nikomu niczego nie udostępnia.
sealed-sign = Widzę te liczby, podpisuję
sealed-later = Nie teraz
sealed-done-title = Podpis złożony
sealed-done = Twój podpis złożono { $when }. Jest przechowywany razem z tym, co zapieczętowano.
sealed-kept = Jeśli ktoś zmieni to, co zapieczętowano, zobaczysz to przy następnym spojrzeniu.
sealed-how = To urządzenie sprawdziło podpis opiekuna pod tymi liczbami. Znaki poniżej są takie same jak na twojej kartce.
added-how = To urządzenie sprawdziło twój własny podpis pod tymi liczbami. Żaden opiekun nie brał w tym udziału.
id-number = Numer
id-mark = Znak wszystkiego, co zapieczętowano
id-guardian = Klucz opiekuna
id-tool = Zapieczętowano za pomocą
id-line = Wiersz w dzienniku

kind-message = Wiadomości
kind-call = Połączenia
kind-contact = Kontakty
kind-account = Konta
kind-media = Zdjęcia, filmy i dźwięki
kind-location = Miejsca
kind-browser = Odwiedzone strony internetowe
kind-app-data = Inne dane aplikacji
kind-document = Dokumenty
kind-calendar = Wpisy w kalendarzu
kind-note = Notatki
kind-device-event = Co robił telefon
kind-other = Inne rzeczy
file-image = Zdjęcia
file-video = Filmy
file-audio = Dźwięki
file-other = Inne pliki

## Opening with the lock of a device

passkeys-title = Otwieraj blokadą tego telefonu
passkeys-lead = Możesz otwierać konto blokadą tego telefonu, tak samo jak hasłem. To się nazywa klucz dostępu (passkey).
passkeys-warn = Wtedy każdy, kto umie odblokować ten telefon, otworzy twoje konto. Nie rób tego, jeśli ktoś inny zna kod albo ma w nim palec lub twarz.
passkeys-listed = Telefon pokazuje ten klucz na liście, z nazwą tej strony.
passkeys-stays = Twoje hasło nadal działa. Zachowaj je: zgubiony telefon zabiera klucz ze sobą.
passkeys-copied = Niektóre telefony kopiują klucze na twoje inne urządzenia. Nie widzimy dokąd.
passkeys-made = Klucz utworzony: { $when }
passkeys-end = Usuń ten klucz
passkeys-add = Utwórz klucz na tym telefonie
passkeys-none = Ta przeglądarka nie ma kluczy dostępu.
passkeys-use = Otwórz blokadą tego telefonu

## Someone asks, in easy words

easy-show = Pokaż to prostymi słowami, z obrazkami
easy-hide = Pokaż znowu wszystkie słowa
easy-all = Wszystkie słowa prośby
easy-title-who = Kto prosi?
easy-title-what = Co chcą zobaczyć?
easy-title-why = Dlaczego proszą?
easy-title-answer = Co możesz powiedzieć?
easy-title-yes = Co się stanie, jeśli powiesz tak?
easy-title-no = Co się stanie, jeśli powiesz nie?
easy-title-time = Ile masz czasu?
easy-picture-who = Obrazek: osoba, która mówi
easy-picture-what = Obrazek: telefon z wiadomościami
easy-picture-why = Obrazek: znak zapytania
easy-picture-answer = Obrazek: ptaszek i krzyżyk
easy-picture-yes = Obrazek: strzałka z telefonu na kartkę
easy-picture-no = Obrazek: telefon, a przed nim belka
easy-picture-time = Obrazek: zegar
easy-who = Prosi { $who }.
easy-works = Ta osoba pracuje dla: { $organisation }.
easy-police = Prosi policja.
easy-counselling = Chcą prywatnych rozmów z kimś, kto ci pomaga.
easy-lawyer = Prosi prawnik.
easy-court = Nakazał to sąd.
easy-no-court = Żaden sąd tego nie nakazał.
easy-what = Chcą zobaczyć: { $kinds }.
easy-days = Od { $from } do { $to }.
easy-any-day = Z dowolnego dnia.
easy-see = Możesz zobaczyć każdą rzecz, zanim odpowiesz.
easy-why = Oto, co napisali.
easy-not-checked = Nie sprawdziliśmy, czy to prawda.
easy-yes = Możesz powiedzieć tak.
easy-part = Możesz powiedzieć tak na część.
easy-no = Możesz powiedzieć nie.
easy-reason = Nie musisz mówić dlaczego.
easy-order-yes = Sąd nie potrzebuje twojej zgody.
easy-order-lawyer = Najpierw porozmawiaj z własnym prawnikiem.
easy-gets = Dostaną rzeczy, które wybierzesz.
easy-copy = Mogą zatrzymać kopię.
easy-other-side = Druga strona w sprawie też może to zobaczyć.
easy-later = Możesz to później zatrzymać.
easy-no-back = Nie możesz cofnąć tego, co już mają.
easy-nothing-goes = Z powodu tej prośby nic do nich nie pójdzie.
easy-case = Sprawa nie kończy się tylko dlatego, że powiesz nie.
easy-matter = Czasem odmowa może mieć znaczenie dla sprawy.
easy-adviser = Twój doradca powie ci więcej.
easy-order-stays = Nakaz nie kończy się, gdy powiesz nie.
easy-order-then = Jeśli nie zrobisz tego, co nakazuje sąd, może to mieć dla ciebie skutki.
easy-until = Możesz odpowiedzieć do: { $when }.
easy-question = Możesz najpierw zadać im pytanie.

## Someone asks

asks-title = Ktoś prosi
asks-lead = { $who } ({ $organisation }) prosi o wgląd w część tego, co skopiowano z twojego telefonu.
asks-may-refuse = Możesz powiedzieć nie. Możesz zgodzić się na część. Nie musisz podawać powodu.
asks-ordered = Nakazał to sąd. Twoja zgoda nie jest do tego potrzebna. Zanim cokolwiek zrobisz, porozmawiaj z własnym prawnikiem.
route-vir = Prosi o to policja. Żaden sąd tego nie nakazał.
route-counselling = Policja prosi o prywatne rozmowy z kimś, kto ci pomaga. Żaden sąd tego nie nakazał.
route-agreement = Policja prosi o twoją zgodę. Żaden sąd tego nie nakazał.
route-court = Nakazał to sąd.
route-civil = Prosi o to prawnik w sprawie cywilnej. Żaden sąd tego nie nakazał i nie stoi za tym władza policji.
asks-checked = Nazwisko, które udało się sprawdzić, to „{ $name }”. Potwierdził je: { $by }. Dalej jest to, co ta osoba napisała sama.
asks-by = Na jakiej podstawie
asks-approver = Kto zgodził się na tę prośbę
asks-court = Sąd
asks-order = Numer nakazu
asks-deadline = Ostatni dzień wyznaczony przez sąd
asks-claim = Sprawa
asks-own-lawyer = Twój własny prawnik, według nich
asks-proxy = Kto mówi w twoim imieniu, według nich
asks-views = Co według nich o tym myślisz
asks-name = Imię i nazwisko
asks-organisation = Pracuje dla
asks-reference = Dotyczy
asks-contact = Jak się z nimi skontaktować
asks-answer-by = Prośba wygasa
asks-how = Sprawdzone nazwisko jest w certyfikacie, który prowadzi do kluczy, jakie ta usługa miała przy twojej pierwszej wizycie. To, co napisali, pochodzi od nich. Nie sprawdzaliśmy, czy to prawda.
asks-look = Pokaż mi dokładnie, co
asks-no-hurry = Nie ma pośpiechu. Możesz zablokować tę stronę i wrócić później.
share-nothing = Niczego nie udostępniaj
sought-kinds = O co proszą
sought-days = Z których dni
sought-any-day = dowolny dzień
sought-from-to = { $from } do { $to }
sought-words = Z tymi słowami
sought-whole = Z tymi całymi słowami
sought-also = Proszą też o
sought-near = to, co powiedziano wokół tych słów: do { $count } przed i po
sought-only = Ale tylko
sought-own = bez tego, co powiedział ktoś inny, a co jest w nich cytowane lub przekazane
sought-once = każda rzecz raz
sought-masked = osoby spoza rozmowy pod numerami zamiast imion, o ile je znajdziemy
masked-limit = Kto jest w rozmowie, pozostaje nazwany. Imię, które jest tylko w tym, co ktoś napisał, albo na zdjęciu czy nagraniu, też pozostaje.
sought-grid = Miejsca tylko w przybliżeniu
sought-grid-about = do około { $km } km
sought-media = Tylko pliki tych rodzajów
sought-media-none = bez plików
sought-media-image = zdjęcia
sought-media-audio = nagrania
sought-media-video = filmy
sought-media-document = inne pliki
sought-people = Z tymi osobami
sought-threads = Z
sought-count = { $count ->
    [one] { $count } rozmowy
    [few] { $count } rozmów
    [many] { $count } rozmów
   *[other] { $count } rozmowy
 }
left-blank = Zostawili to puste.
why-title = Dlaczego proszą
why-lead = To są ich własne słowa.
why-belief = Dlaczego myślą, że to tu jest
why-probative = Dlaczego to tak ważne
why-presumption = Dlaczego nic innego nie wystarczy
why-confidential = Dlaczego proszą o coś prywatnego
why-enquiry = Czego chcą się dowiedzieć
why-relevance = W czym to pomoże
why-necessity = Dlaczego tego potrzebują
why-alternatives = Czego jeszcze próbowali
why-excess = Co jeszcze może się z tym znaleźć
why-people = Kto to zobaczy
why-storage = Gdzie będzie przechowywane
why-retention = Jak długo
why-defence = Druga strona
questions-title = Zapytaj ich o coś
questions-lead = Możesz zapytać, zanim zdecydujesz. Oni zobaczą twoje słowa, a sąd też może je zobaczyć. Tylko ty możesz to zacząć.
questions-ask = Twoje pytanie
questions-hint = Trafi do osoby, która prosi. Nie pisz tego, czego nie powinni wiedzieć.
questions-send = Wyślij to pytanie
questions-waiting = Jeszcze bez odpowiedzi.
points-title = Co warto wiedzieć
points-hint = Zaznacz każdy punkt po przeczytaniu. Zaznaczenie niczego nie udostępnia.
points-fault = { $left ->
    [one] { $left } punkt nie jest jeszcze zaznaczony. Przeczytaj go, a potem zaznacz.
    [few] { $left } punkty nie są jeszcze zaznaczone. Przeczytaj je, a potem zaznacz.
    [many] { $left } punktów nie jest jeszcze zaznaczonych. Przeczytaj je, a potem zaznacz.
   *[other] { $left } punktu nie jest jeszcze zaznaczone. Przeczytaj je, a potem zaznacz.
 }

refuse-title = Niczego nie udostępniać?
refuse-lead = Dowiedzą się, że odpowiedź brzmi nie. Nie dowiedzą się dlaczego, a ciebie nikt o to nie pyta.
refuse-not-ended = Odmowa sama w sobie nie kończy sprawy. Czasem może mieć dla niej znaczenie. Twój doradca powie ci, czy tak może być.
refuse-ordered = To nie kończy nakazu. Niewykonanie nakazu sądu może mieć dla ciebie skutki. Najpierw zapytaj własnego prawnika.
refuse-back = Wróć
refused-title = Nic nie jest udostępnione
refused-lead = Twoja odpowiedź to nie. Z powodu tej prośby nic stąd nie wychodzi.
refused-told = Widzą, że odpowiedź brzmi nie. Sąd nadal może coś nakazać i wtedy się o tym dowiesz, chyba że sąd tego zabroni.

## Exactly this

exactly-title = Dokładnie to zostałoby udostępnione
exactly-which = Masz więcej niż jedną zapieczętowaną kopię. Której to dotyczy?
exactly-which-one = Kopia { $number }
exactly-nothing-sealed = Nic jeszcze nie jest dla ciebie zapieczętowane, więc nie ma czego udostępniać.
exactly-leave = { $count ->
    [one] rzecz zostałaby udostępniona
    [few] rzeczy zostałyby udostępnione
    [many] rzeczy zostałoby udostępnionych
   *[other] rzeczy zostałoby udostępnione
 }
exactly-stay = { $count ->
    [one] rzecz zostaje tutaj
    [few] rzeczy zostają tutaj
    [many] rzeczy zostaje tutaj
   *[other] rzeczy zostaje tutaj
 }
exactly-all-asked = To wszystko, o co proszono. Poniżej możesz coś pominąć.
exactly-fewer = { $count ->
    [one] Pominięto { $count } rzecz, o którą proszono.
    [few] Pominięto { $count } rzeczy, o które proszono.
    [many] Pominięto { $count } rzeczy, o które proszono.
   *[other] Pominięto { $count } rzeczy, o które proszono.
 }
exactly-private = { $count ->
    [one] Proszono też o { $count } prywatną rzecz. Zostaje tutaj, chyba że ją dodasz.
    [few] Proszono też o { $count } prywatne rzeczy. Zostają tutaj, chyba że je dodasz.
    [many] Proszono też o { $count } prywatnych rzeczy. Zostają tutaj, chyba że je dodasz.
   *[other] Proszono też o { $count } prywatnej rzeczy. Zostają tutaj, chyba że je dodasz.
 }
private-title = Prywatne rozmowy, o które proszono
private-hint = Zostają tutaj. Zaznacz rozmowę tylko wtedy, gdy chcesz, żeby wyszła; każdą osobno.
class-intimate = Intymne
class-health = Z lekarzem lub pielęgniarką
class-legal = Z prawnikiem
class-counselling = Z terapeutą lub kimś, kto pomaga
class-child = Z dzieckiem
class-third-party = O kimś innym
class-other = Prywatne
exactly-next = Gdy już to obejrzysz
exactly-none-left = Nie zostało nic do udostępnienia.
exactly-go-on = Przejdź do decyzji
others-title = { $count ->
    [one] Jest w tym { $count } inna osoba
    [few] Są w tym { $count } inne osoby
    [many] Jest w tym { $count } innych osób
   *[other] Jest w tym { $count } innej osoby
 }
others-lead = Ich słowa lub numery też zostałyby udostępnione.
filters-title = Pomiń osoby, dni lub rodzaje
filters-masked = Inne osoby
filters-masked-do = Pokaż inne osoby jako numer zamiast imienia i numeru telefonu
filters-kinds = Pomiń te rodzaje
filters-people = Pomiń wszystko z tymi osobami
filters-people-hint = Grupa, w której są, jest pomijana w całości.
filters-groups = Pomiń te
filters-from = Dopiero od tego dnia
filters-from-hint = Na przykład 27 3 2026. Zostaw puste, jeśli bez granicy.
filters-to = Tylko do tego dnia
filters-use-days = Użyj tych dni
days-order = Ostatni dzień nie może być przed pierwszym.
group-counts = Udostępniono by { $leaving } z { $asked }.
group-private = To zostaje tutaj. Jest prywatne i wyjdzie tylko wtedy, gdy dodasz to osobiście.
group-out = Pominięto to wszystko.
group-show = Pokaż te { $count }
leave-out = Pomiń to
put-back = Przywróć to
stays-out-of-scope = Zostaje tutaj
stays-excluded-by-survivor = Pominięte przez ciebie
stays-privileged = Zostaje tutaj
stays-third-party = Zostaje tutaj
stays-not-relevant = Zostaje tutaj
stays-unknown = Zostaje tutaj: nie da się ustalić, czy o to proszono
stays-transformed = Zostaje tutaj
goes-changed = Wychodzi zmienione. Dostają kopię, którą tu widzisz.
record-withheld = Niepokazane
from-you = Ty
no-date = Data nieznana
between = Między { $from } a { $to }
call-in = Połączenie do ciebie: { $who }
call-out = Połączenie od ciebie: { $who }
one-message = Wiadomość
one-call = Połączenie
one-contact = Kontakt
one-account = Konto
one-media = Zdjęcie, film lub dźwięk
one-location = Miejsce
one-browser = Strona internetowa
one-app-data = Dane aplikacji
one-document = Dokument
one-calendar = Wpis w kalendarzu
one-note = Notatka
one-device-event = Coś, co zrobił telefon
one-other = Coś innego
medium-covered = Zdjęcie, zakryte. Naciśnij, aby je zobaczyć.
medium-opening = Otwieranie zdjęcia.
medium-open = Naciśnij, aby zakryć zdjęcie.
medium-failed = Tego zdjęcia nie dało się pokazać. Naciśnij, aby spróbować ponownie.
medium-missing = Telefon wymienia tu zdjęcie, ale go nie zawiera.
medium-file = Plik, { $kilobytes } kB: { $name }
medium-stripped = Wychodzi bez miejsca i czasu ukrytych w zdjęciu
medium-stripped-sound = Wychodzi bez miejsca i czasu ukrytych w nagraniu
medium-stays = Nie wychodzi: nie potrafimy usunąć z niego miejsca
medium-unasked = Nie wychodzi: nie proszono o ten rodzaj pliku
hidden-stripped =
    { $count ->
        [one] Jedno zdjęcie lub nagranie wychodzi bez ukrytego w nim miejsca i czasu.
        [few] { $count } zdjęcia lub nagrania wychodzą bez ukrytego w nich miejsca i czasu.
        [many] { $count } zdjęć lub nagrań wychodzi bez ukrytego w nich miejsca i czasu.
       *[other] { $count } zdjęcia lub nagrania wychodzi bez ukrytego w nich miejsca i czasu.
    }
hidden-stay =
    { $count ->
        [one] Jeden plik nie wychodzi: nie potrafimy usunąć z niego miejsca.
        [few] { $count } pliki nie wychodzą: nie potrafimy usunąć z nich miejsca.
        [many] { $count } plików nie wychodzi: nie potrafimy usunąć z nich miejsca.
       *[other] { $count } pliku nie wychodzi: nie potrafimy usunąć z nich miejsca.
    }
hidden-unasked =
    { $count ->
        [one] Jeden plik nie wychodzi: nie proszono o ten rodzaj.
        [few] { $count } pliki nie wychodzą: nie proszono o ten rodzaj.
        [many] { $count } plików nie wychodzi: nie proszono o ten rodzaj.
       *[other] { $count } pliku nie wychodzi: nie proszono o ten rodzaj.
    }
hidden-copies =
    { $count ->
        [one] Jeden zapis wychodzi po zmianie: bez miejsca albo bez dokładnego, albo z numerami zamiast innych osób.
        [few] { $count } zapisy wychodzą po zmianie: bez miejsca albo bez dokładnego, albo z numerami zamiast innych osób.
        [many] { $count } zapisów wychodzi po zmianie: bez miejsca albo bez dokładnego, albo z numerami zamiast innych osób.
       *[other] { $count } zapisu wychodzi po zmianie: bez miejsca albo bez dokładnego, albo z numerami zamiast innych osób.
    }

## Check and decide

decide-title = Sprawdź i zdecyduj
decide-back = Wróć do tego, co zostałoby udostępnione
decide-nobody = Osoba, która prosi, nie ma tu klucza, więc nie można jej niczego udostępnić.
decide-what = Co
decide-records = { $count ->
    [one] { $count } rzecz, dokładnie jak przed chwilą na ekranie. Tutaj zostaje: { $stay }.
    [few] { $count } rzeczy, dokładnie jak przed chwilą na ekranie. Tutaj zostaje: { $stay }.
    [many] { $count } rzeczy, dokładnie jak przed chwilą na ekranie. Tutaj zostaje: { $stay }.
   *[other] { $count } rzeczy, dokładnie jak przed chwilą na ekranie. Tutaj zostaje: { $stay }.
 }
decide-who = Kto to dostanie
decide-why = Dlaczego proszą
decide-how = Twój podpis wskaże dokładnie te rzeczy ({ $count }) znakiem poniżej. Cokolwiek innego daje inny znak.
until = Do kiedy
decide-before-4 = Przy rzeczach pominiętych przez ciebie widzą, że coś pominięto, którego dnia i z kim. Nie widzą, co to było.
until-hint = Mogą to odebrać do końca tego dnia. Krótko znaczy dobrze: później możesz zgodzić się ponownie.
until-past = Wybierz dzień, który jeszcze nie minął.
until-long = Wybierz dzień w ciągu jednego roku.
approval = Zanim to wyjdzie
approval-ask = Zapytaj mnie jeszcze raz
approval-ask-hint = Zostanie przygotowane. Spojrzysz na to jeszcze raz, a potem wypuścisz albo zatrzymasz.
approval-auto = Wypuść to bez ponownego pytania
approval-auto-hint = Wyjdzie, gdy tylko będzie gotowe.
approval-fault = Wybierz, czy chcesz, żeby zapytać cię ponownie.
visit-title = Co zapisano o Twoim telefonie i wizycie (rzeczy: { $count })
visit-lead = Sąd może zapytać, jak i przez kogo odczytano Twój telefon. Osoba, która Ci pomogła, zapisała to i podpisała.
visit-legend = Co może pójść razem z tym
visit-hint = Nie pójdzie nic, czego nie zaznaczysz. Nie musisz niczego zaznaczać.
visit-unknown = nie wiadomo ({ $why })
visit-clock-ahead = spieszył się o { $seconds } s ({ $reference })
visit-clock-behind = spóźniał się o { $seconds } s ({ $reference })
visit-clock-right = dobrze ({ $reference })
visit-device-model = Jaki to telefon
visit-device-identifiers = Jego numery i Twój numer telefonu
visit-device-condition = Jak wyglądał
visit-device-battery = Jego bateria
visit-device-network = Jego sieć
visit-device-clock = Jego zegar
visit-guardian-name = Kto go odczytał
visit-guardian-competence = Do czego ta osoba jest przeszkolona
visit-place = Gdzie
visit-start = Kiedy zaczęto
visit-end = Kiedy skończono
visit-tool-settings = Jak ustawiono narzędzie
visit-method = Jak go odczytano
visit-method-validation = Gdzie to sprawdzono
visit-exceptions = Co poszło nie tak
visit-interruptions = Przerwy
visit-countersignature-absence = Dlaczego nie ma Twojego podpisu
decide-before = Zanim naciśniesz
decide-before-1 = Gdy to odbiorą, mają kopię. Tej kopii nie możemy cofnąć.
decide-before-2 = Możesz to zatrzymać w każdej chwili. Od tego momentu nic więcej stąd nie wychodzi.
decide-before-3 = Jeśli to ważne dla sprawy, mogą to zobaczyć także prawnicy drugiej strony.
decide-share = { $count ->
    [one] Udostępnij tę { $count } rzecz
    [few] Udostępnij te { $count } rzeczy
    [many] Udostępnij tych { $count } rzeczy
   *[other] Udostępnij te { $count } rzeczy
 }
decide-not-shared = Jeśli nie widzisz tego w „Co udostępniam”, nic nie zostało udostępnione.
agreed-title = Zgoda dana
agreed-lead = { $count ->
    [one] Zgadzasz się udostępnić { $count } rzecz.
    [few] Zgadzasz się udostępnić { $count } rzeczy.
    [many] Zgadzasz się udostępnić { $count } rzeczy.
   *[other] Zgadzasz się udostępnić { $count } rzeczy.
 }
agreed-ask = Teraz jest to przygotowywane. Nie wyjdzie, zanim na to nie spojrzysz i nie wypuścisz.
agreed-auto = Teraz jest to przygotowywane. Wyjdzie do nich, gdy tylko będzie gotowe.
agreed-mind = W każdej chwili możesz zmienić zdanie w „Co udostępniam”.

## Before it goes

draft-title = Zanim to wyjdzie
draft-none = Nie ma tu teraz nic do obejrzenia. Twoja lista pokazuje, jak jest.
draft-same = { $count ->
    [one] To jest dokładnie to, na co się zgadzasz: { $count } rzecz i nic więcej.
    [few] To jest dokładnie to, na co się zgadzasz: { $count } rzeczy i nic więcej.
    [many] To jest dokładnie to, na co się zgadzasz: { $count } rzeczy i nic więcej.
   *[other] To jest dokładnie to, na co się zgadzasz: { $count } rzeczy i nic więcej.
 }
draft-differs = Twoja zgoda dotyczy czegoś innego. To nie może wyjść. Zatrzymaj to i powiedz o tym komuś zaufanemu.
draft-agreed = Data twojej zgody
draft-records = Co by wyszło
draft-how = To urządzenie otworzyło to, co przygotowano, i krok po kroku porównało to z twoim podpisem.
draft-let-go = Wypuść to
draft-stop = Zatrzymaj to
gone-title = Wypuszczone
gone-lead = { $who } może to odebrać do { $until }.
gone-mind = Dopóki tego nie odbiorą, nadal możesz to zatrzymać. Co odebrali, to mają.

## What I share

shares-title = Co udostępniam
shares-none = Niczego nie udostępniasz.
share-heading = { $count ->
    [one] { $count } rzecz dla: { $who }
    [few] { $count } rzeczy dla: { $who }
    [many] { $count } rzeczy dla: { $who }
   *[other] { $count } rzeczy dla: { $who }
 }
share-left = Czy to odebrano?
share-left-nothing = Nie. Na razie nic nie wyszło.
share-left-at = Tak. Kto: { $who }. Kiedy: { $when }.
share-stopped = Zatrzymane przez ciebie
share-receipt = Pokaż potwierdzenie
share-stop = Przestań udostępniać: { $who }
state-stopped = Zatrzymane
state-ended = Zakończone
state-left = Odebrane
state-ready = Można odebrać
state-draft = Czeka na ciebie
state-failed = Nie udało się: nic nie wyszło
state-working = W przygotowaniu
stop-title = Przestać udostępniać: { $who }?
stop-1 = Od chwili naciśnięcia nic więcej stąd nie wychodzi.
stop-2 = Nikt nie pyta cię dlaczego.
stop-3 = Dostaniesz dokument, który mówi, co już wyszło.
stop-left = Coś już odebrano. Zatrzymanie tego nie cofa.
stop-now = Zatrzymaj teraz
stop-keep = Wróć, udostępniaj dalej
stopped-title = Zatrzymane
stopped-lead = Zatrzymano { $when }. Nic więcej stąd z tego powodu nie wychodzi.
stopped-draining = { $count ->
    [one] { $count } wysyłanie jeszcze trwało w chwili zatrzymania i jest przerywane.
    [few] { $count } wysyłania jeszcze trwały w chwili zatrzymania i są przerywane.
    [many] { $count } wysyłań jeszcze trwało w chwili zatrzymania i jest przerywanych.
   *[other] { $count } wysyłania jeszcze trwało w chwili zatrzymania i jest przerywane.
 }
stopped-left-title = Co już wyszło
stopped-left-nothing = Nic.
stopped-left-to = { $count ->
    [one] { $count } rzecz. Odbiór: { $who }, { $when }.
    [few] { $count } rzeczy. Odbiór: { $who }, { $when }.
    [many] { $count } rzeczy. Odbiór: { $who }, { $when }.
   *[other] { $count } rzeczy. Odbiór: { $who }, { $when }.
 }
stopped-undo-title = Czego zatrzymanie nie robi
stopped-undo-1 = Nie cofa tego, co odebrano.
stopped-undo-2 = Co muszą z tym zrobić, to ich sprawa i sprawa sądu.
stopped-undo-3 = Sąd nadal może coś nakazać. Wtedy się o tym dowiesz, chyba że sąd tego zabroni.

## Who looked

looked-title = Kto patrzył
looked-door = Wpisz ponownie swoje hasło. Ta lista może zdradzić temu, kto trzyma twój telefon, co tu robisz.
looked-open = Otwórz listę
looked-cannot = Widać tu każde użycie przez tę usługę. Nie widać, czy ktoś skopiował plik po otwarciu.
looked-none = Nikt poza tobą nic tu nie robił.
looked-own-show = { $count ->
    [one] Pokaż { $count } rzecz zrobioną przez ciebie
    [few] Pokaż { $count } rzeczy zrobione przez ciebie
    [many] Pokaż { $count } rzeczy zrobionych przez ciebie
   *[other] Pokaż { $count } rzeczy zrobionej przez ciebie
 }
looked-own-hide = Ukryj to, co robię ja
looked-again = Spójrz ponownie
looked-confirmed = Sprawdzone: te wiersze są niezmienione.
looked-unconfirmed = { $count ->
    [one] Jeszcze niepotwierdzone: { $count } wiersz jest nowszy niż ostatnie potwierdzenie. Zwykle trwa to mniej niż minutę.
    [few] Jeszcze niepotwierdzone: { $count } wiersze są nowsze niż ostatnie potwierdzenie. Zwykle trwa to mniej niż minutę.
    [many] Jeszcze niepotwierdzone: { $count } wierszy jest nowszych niż ostatnie potwierdzenie. Zwykle trwa to mniej niż minutę.
   *[other] Jeszcze niepotwierdzone: { $count } wiersza jest nowsze niż ostatnie potwierdzenie. Zwykle trwa to mniej niż minutę.
 }
looked-unconfirmed-all = Jeszcze niepotwierdzone: żaden kontroler nie potwierdził dotąd tych wierszy.
looked-old = Ostatnio niepotwierdzone: ostatnie potwierdzenie ma ponad dobę. Może brakować nowszych wierszy.
looked-seen = Ostatnie potwierdzenie było { $when }.
looked-how = To urządzenie utworzyło znaki twoich wierszy z twojego własnego klucza i znalazło każdy z nich raz, po kolei. Potem porównało każdy wiersz z ostatnim potwierdzonym stanem listy.
looked-witness = Kontrolerzy to ci, których ta usługa podała przy twojej pierwszej wizycie. Jeśli usługa prowadzi ich sama, nie są niezależni.
looked-asked = Sami zapytaliśmy jednego kontrolera, { $name }. Ostatnio widział tę samą listę { $when }.
looked-asked-away = Próbowaliśmy sami zapytać jednego kontrolera, { $name }. Nie odpowiedział. Co widzieli kontrolerzy, wiemy tylko od tej usługi.
looked-asked-nobody = Żadnego z kontrolerów nie można stąd zapytać. Nikogo innego nie pytaliśmy, czy są nowsze wiersze.
looked-mismatch = Coś się nie zgadza
looked-mismatch-next = Niczego nie usuwaj. Lista, którą wysłała usługa, nie jest tą, którą potwierdzono. Skontaktuj się z kimś zaufanym spoza tej usługi.
line-who = Podane tu nazwisko: { $name }.
looked-still = Tym razem to, co usługa wysłała, zgadza się z tym, co pamięta to urządzenie. Nie cofa to tego, co widziano wcześniej.
finding-witness = Dnia { $when } kontroler { $name } miał potwierdzoną inną listę niż ta, którą pokazała ci usługa.
finding-growth = Dnia { $when } lista nie była listą z twojej ostatniej wizyty z nowszymi wierszami na końcu.
finding-receipt = Dnia { $when } brakowało wiersza, który usługa ci obiecała, albo był on zmieniony.
finding-lines = Dnia { $when } wiersze wysłane przez usługę nie były wszystkie albo nie były tymi potwierdzonymi.
finding-kept = To zostaje tutaj, dopóki nie powiesz, z kim o tym rozmawiasz.
finding-not-kept = Nie mogliśmy zachować tego na twoim koncie. Zapisz plik, zanim opuścisz tę stronę.
finding-file = Plik pokazuje, co się nie zgadzało. Nie ma w nim żadnego twojego wiersza ani klucza.
finding-save = Zapisz to jako plik
finding-whom = Z kim o tym była rozmowa?
finding-whom-hint = Ktoś spoza tej usługi i skąd jest.
finding-whom-fault = Napisz, z kim była rozmowa, najwyżej 200 znaków
finding-done = Rozmowa już się odbyła
finding-told = Rozmowa o tym: { $whom }, jak zapisano { $when }.
finding-earlier = Co nie zgadzało się wcześniej
words-lead = Sześć słów pozwala dwóm osobom porównać listę przez telefon. Kto ma kopię całej listy, też może je utworzyć.
words-show = Pokaż sześć słów kontrolnych
words-list = Oznaczają listę wszystkich osób o tej długości: { $count }. Jeśli słowa drugiej osoby dla tej długości są inne, coś się nie zgadza.
words-receipt = Oznaczają to pokwitowanie: jego numer, znak tego, co zapieczętowano, kto zapieczętował, i wiersz w dzienniku.
line-about = Dotyczy: { $who }, { $why }.
line-unconfirmed = Ten wiersz nie jest jeszcze potwierdzony.
line-stop = Zatrzymaj ten dostęp
line-envelope-handout = { $who }: otwarto to, na co jest twoja zgoda, żeby to przygotować.
line-release-collect = { $who }: odebrano to, co udostępniasz.
line-catalogue-handout = { $who }: odebrano listę tego, co jest w Twojej kopii.
line-draft-open = { $who }: obejrzano coś, zanim wyszło.
line-own-unlock = { $who }: zalogowano się na twoje konto.
line-own-open = { $who }: otwarto twoje zapieczętowane rzeczy.
line-account-create = { $who }: utworzono twoje konto.
line-account-passkey = { $who }: utworzono klucz dostępu.
line-account-passkeyend = { $who }: usunięto klucz dostępu.
line-ingest = { $who }: zapieczętowano dla ciebie kopię twojego telefonu.
line-ingest-added = Coś zostało dodane przez ciebie.
line-receipt = { $who }: podpisano to, co zapieczętowano.
line-request-submit = { $who }: poproszono o wgląd w coś.
line-request-amend = { $who }: odpowiedziano na prośbę: nie.
line-request-change = { $who }: zawężono prośbę albo zmieniono jej słowa.
line-request-ask = { $who }: zadano pytanie o prośbę.
line-request-reply = { $who }: odpowiedziano na pytanie.
line-request-code = { $who }: utworzono kod dla jednej prośby.
line-role-name = { $who }: wybrano rzecznika (advocate).
line-role-drop = { $who }: zakończono pracę rzecznika (advocate).
line-role-show = { $who }: pozwolono rzecznikowi (advocate) zobaczyć prośbę.
line-role-hide = { $who }: odebrano rzecznikowi (advocate) dostęp do prośby.
line-request-withdraw = { $who }: wycofano prośbę.
line-grant = { $who }: zgodzono się coś udostępnić.
line-approval = { $who }: wypuszczono coś.
line-release-publish = { $who }: przygotowano to, na co jest twoja zgoda.
line-withdraw = { $who }: przestano udostępniać.
line-expire = { $who }: zamknięto coś udostępnionego, bo minął czas.
line-erase = { $who }: usunięto coś.
line-erase-ask = { $who }: poproszono o usunięcie czegoś.
line-erase-cancel = { $who }: postanowiono to jednak zachować.
line-hold-set = { $who }: zapisano, że sąd chce coś zachować.
line-hold-lift = { $who }: zapisano, że sąd już nie chce tego zachować.
line-policy-exclude = { $who }: ustawiono, że coś ma być zawsze pomijane.
line-policy-lift = { $who }: zakończono regułę pomijania czegoś.
line-system-fsck = { $who }: sprawdzono, czy Twoje zapieczętowane rzeczy nie są uszkodzone. Nikt nie widział, co w nich jest.
line-system-backup = { $who }: zrobiono kopię zapasową wszystkiego, co jest przechowywane, także Twoich zapieczętowanych rzeczy. Nikt nie widział, co w nich jest.
line-system-restore = { $who }: uruchomiono ponownie z kopii zapasowej, z Twoimi zapieczętowanymi rzeczami.
line-release-list = { $who }: obejrzano listę tego, co udostępniasz.
line-request-read = { $who }: przeczytano prośbę dotyczącą Ciebie.
line-catalogue-list = { $who }: obejrzano listę tego, co jest w Twoich kopiach i może być sprawdzone.
line-key-split = { $who }: ustawiono drogę powrotu do Twojego konta, z kartą i trzema pomocnikami.
line-key-drop = { $who }: zakończono drogę powrotu do Twojego konta.
line-key-held = { $who }: potwierdzono, że ich część Twojej drogi powrotu jest na miejscu.
line-key-rehearse = { $who }: sprawdzono, czy Twoja droga powrotu nadal działa.
line-key-list = { $who }: obejrzano, które części dróg powrotu są tam przechowywane.
line-key-hand = { $who }: przekazano ich część Twojej drogi powrotu.
line-account-recover = { $who }: użyto Twojej karty, by poprosić o powrót do Twojego konta. Jeśli to nie Ty, powiedz o tym dzisiaj.
line-account-stop = { $who }: zatrzymano powrót do Twojego konta.
line-account-change = { $who }: wrócono do Twojego konta z Twoją kartą i ustawiono nowe hasło.
line-own-share = { $who }: wyjęto ich część Twojej drogi powrotu, nadal zapieczętowaną.
line-own-recover = { $who }: z Twoją kartą zabrano to, co znów otwiera Twoje konto.
line-other = { $who }: zrobiono coś, na co ta strona nie ma słów ({ $act }).
role-survivor = Ty
role-guardian = Twój opiekun
role-worker = Maszyna usługi
role-investigator = Śledczy
role-prosecutor = Prokurator
role-solicitor = Prawnik
role-supervisor = Przełożony
role-disclosure-officer = Osoba do spraw ujawniania (disclosure officer)
role-defence-reviewer = Osoba sprawdzająca dla obrony
role-court-expert = Biegły sądowy
role-advocate = Rzecznik (advocate)
role-auditor = Audytor
role-administrator = Administrator
role-support = Osoba wspierająca
role-system = Usługa
role-of = { $role } ({ $organisation })
end-denied = Zatrzymano: nie było na to pozwolenia.
end-partial = Dotarła tylko część.
end-aborted = Przerwano. Nie możemy powiedzieć, czy cokolwiek było widać.
end-unknown = Nie wiemy, jak to się skończyło.
end-error = Nie udało się.
end-mismatch = Zatrzymano, bo wynik nie był tym, na co jest twoja zgoda.
end-open = Jeszcze się nie skończyło albo nikt nie powiedział, jak się skończyło.

## My things

things-title = Moje rzeczy
things-lead = Oto co tu dla ciebie leży. Jest zapieczętowane i tylko ty możesz to otworzyć.
things-none = Nic tu jeszcze nie leży.
things-one = Zapieczętowana kopia { $number }
things-added-one = To, co dodano dnia { $when }
things-open = Otwórz ją
things-sealed = { $count ->
    [one] Zapieczętowano { $when }: { $count } rzecz.
    [few] Zapieczętowano { $when }: { $count } rzeczy.
    [many] Zapieczętowano { $when }: { $count } rzeczy.
   *[other] Zapieczętowano { $when }: { $count } rzeczy.
 }
things-signed = Jest pod tym twój podpis.
things-unsigned = Nie ma jeszcze pod tym twojego podpisu.
things-look = Zajrzyj do środka
inside-lead = Tylko ty to widzisz. Oglądanie niczego nie udostępnia.
things-erased = Usunięto to na twoją prośbę. Nikt już nie może tego otworzyć.
things-to-erase = Czeka na usunięcie na twoją prośbę.
things-by = Zapieczętowane przez: { $name }.
things-by-org = { $org } potwierdza tę nazwę.
things-by-nobody = Nikt, kogo ta strona zna, nie potwierdza tej nazwy.
things-by-you = To zostało dodane przez ciebie. Żaden opiekun nie pobrał tego z telefonu i nikt za to nie ręczy.
things-device = Nic, co podpisano, nie mówi, który to był telefon.
things-size = To, co tu leży, zajmuje razem { $size }.
add-title = Dodaj coś od siebie
add-lead = Możesz dodać dokumenty, zdjęcia, nagrania, coś napisanego tutaj albo postanowienie sądu.
add-note-limits = Najwyżej { $files } plików naraz. Jeden plik może mieć { $file }, wszystkie razem { $total }.
add-note-place = Zdjęcie może zawierać miejsce, w którym je zrobiono. To miejsce zostaje w tym, co leży tutaj.
add-note-stripped = Jeśli udostępnisz je bez miejsc, miejsce zostanie najpierw usunięte. Gdzie się nie da, plik nie zostanie udostępniony.
add-note-who = Zawsze będzie tam napisane, że to dodano od ciebie. Nikt za to nie ręczy.
add-files = Wybierz pliki
add-write = Albo napisz to tutaj
add-write-take = Weź to jako plik
add-write-name = moje słowa.txt
add-kind = Co to jest?
add-kind-document = Papier lub dokument
add-kind-photo = Zdjęcie
add-kind-audio = Nagranie dźwięku
add-kind-video = Film
add-kind-statement = Co mówię o tym, co się stało
add-kind-court-order = Postanowienie sądu
add-kind-fault = Powiedz, co to jest.
add-day = Z którego to dnia?
add-day-hint = Zostaw puste, jeśli nie wiesz. Na przykład 27 3 2026.
add-drop = Pomiń ten plik
add-none = Wybierz plik albo napisz coś i weź to jako plik.
add-do = Dodaj do moich rzeczy
add-not = Niczego nie dodawaj
add-stay = Zostań na tej stronie, aż się skończy. Jeśli wcześniej nastąpi wylogowanie, nic nie zostanie dodane i można zacząć od nowa.
add-going-title = Dodawanie
add-broken = To, co zapieczętowano, a jeszcze nie wysłano, czeka na tej stronie.
add-stop = Przerwij i niczego nie dodawaj
add-done-title = Teraz leży to tutaj
add-done = { $count ->
    [one] Dodano { $count } plik. Usługa odczytała wszystko z powrotem i jest to, co tu zapieczętowano.
    [few] Dodano { $count } pliki. Usługa odczytała wszystko z powrotem i jest to, co tu zapieczętowano.
    [many] Dodano { $count } plików. Usługa odczytała wszystko z powrotem i jest to, co tu zapieczętowano.
   *[other] Dodano { $count } pliku. Usługa odczytała wszystko z powrotem i jest to, co tu zapieczętowano.
 }
add-done-line = To wiersz { $line } listy, która pokazuje, kto co zrobił.
add-why-many = To za dużo plików naraz. Pomiń niektóre i dodaj je potem.
add-why-empty = Ten plik jest pusty.
add-why-long = Ten plik jest za długi. Wybierz krótszy albo poproś o pomoc.
add-why-total = Razem te pliki są za długie. Pomiń niektóre i dodaj je potem.
add-why-name = Nazwy tego pliku nie można użyć. Zmień ją i wybierz plik jeszcze raz.
add-why-kind = Ten plik jest czymś innym, niż podano. Wybierz, co to jest.
add-why-same = Ten plik jest taki sam jak inny tutaj. Pomiń jeden.
add-why-day = Ten dzień jeszcze nie nadszedł albo nie jest dniem.
copy-title = Pobierz pełną kopię
copy-lead = Masz prawo do kopii wszystkiego, co tu dla ciebie leży.
copy-warn = Najpierw przeczytaj
copy-warn-1 = Kopia nie jest zapieczętowana. Kto ma to urządzenie w ręku, może ją otworzyć.
copy-warn-2 = Będzie leżeć w pobranych plikach tego urządzenia. Wyjście z tej strony jej nie usuwa.
copy-warn-3 = Niektóre urządzenia same wysyłają pobrane pliki na inne urządzenia.
copy-warn-4 = Jeśli ktoś inny używa tego urządzenia lub je sprawdza, nie zapisuj jej tutaj. Możesz później użyć innego urządzenia.
copy-holds = Co w niej jest
copy-holds-1 = Każdy wpis i każdy plik, otwarte.
copy-holds-2 = To, co podpisano, aby inni mogli sprawdzić, że nic nie zmieniono.
copy-logged = Zrobienie kopii to wiersz pod „Kto patrzył”, jako coś, co zrobiłaś sama.
copy-known = Wiem, że kto ma to urządzenie w ręku, może przeczytać kopię.
copy-known-fault = Zaznacz, że to wiesz, albo nie rób kopii.
copy-make = Zrób kopię
copy-not = Nie rób kopii
copy-going-title = Twoja kopia powstaje
copy-going = Dotykaj strony co jakiś czas. Jeśli się zablokuje, zaczniesz od nowa.
copy-stop = Zatrzymaj i wyrzuć
copy-broken-title = Połączenie zostało przerwane
copy-broken = To, co już zrobiono, czeka na tej stronie. Na tym urządzeniu nic jeszcze nie zapisano.
copy-on = Dalej
copy-ready-title = Twoja kopia jest gotowa
copy-ready = Ma { $size }. Jest tylko na tej stronie i znika, gdy wyjdziesz.
copy-save = Zapisz ją na tym urządzeniu
copy-throw = Wyrzuć ją
copy-saved-title = Kopia zapisana
copy-saved = Poproszono przeglądarkę o zapisanie { $size } jako „notes.zip”. Nie widzimy, czy to zrobiła ani gdzie.
copy-saved-after = Usuń ją tam, gdy nie będzie już potrzebna, i opróżnij kosz.
copy-save-again = Zapisz jeszcze raz
copy-readme-1 = To pełna kopia tego, co leży dla ciebie zapieczętowane. Nie jest zapieczętowana: kto ją ma, może ją czytać.
copy-readme-2 = „records” zawiera każdy wpis, po jednym w wierszu. „objects” zawiera zdjęcia i inne pliki.
copy-readme-3 = Pozostałe pliki pokazują, że nic nie zmieniono. Aby to sprawdzić: safehold check-copy
copy-readme-4 = W „records” pliki z końcówką .html pokazują wpisy w przeglądarce.

## Deleting

erase-title = Usuń tę kopię
erase-does = Co robi usunięcie
erase-does-1 = Niszczymy każdy klucz do niej. Od tej chwili nikt nie może jej otworzyć, ty też nie.
erase-does-2 = Potem usuwamy jej pliki.
erase-does-3 = Wszystko, co z niej udostępniasz, zostaje zatrzymane.
erase-not = Czego usunięcie nie robi
erase-not-1 = Nie cofa tego, co odebrano wcześniej.
erase-not-2 = Lista tych, którzy patrzyli, zostaje, bez tego, co było w środku.
erase-not-3 = Nie kończy sprawy. Jeśli sąd może tego chcieć, zapytaj prawnika, zanim to usuniesz.
erase-when = Kiedy
erase-later = Za siedem dni
erase-later-hint = Do tego czasu możesz zmienić zdanie.
erase-now = Teraz
erase-now-hint = Nie można już zmienić zdania.
erase-fault = Wybierz, kiedy ma to być usunięte.
erase-go = Usuń ją
erase-keep = Zachowaj ją
erase-waits = Zostanie usunięta { $when }. Do tego czasu możesz ją jednak zachować.
erase-waits-hold = Czeka, bo sąd chce ją zachować. Zostanie usunięta, gdy to się skończy, a ty nadal możesz ją jednak zachować.
erase-keep-all = Jednak zachowaj
erased-keys = Jej klucze są zniszczone, więc nikt nie może jej otworzyć. Jej pliki są teraz usuwane.
erased-done = Usunięta: klucze są zniszczone, a pliki usunięte.
erased-left = To, co odebrano wcześniej, mają ci, którzy to odebrali. „Co udostępniam” pokazuje, kto to jest.
held-lead = Sąd chce to zachować, więc teraz nie można tego usunąć.
held-court = Sąd
held-number = Numer dokumentu
held-since = Zachowane od
held-means = To nikomu niczego nie pokazuje. Tylko chroni kopię przed usunięciem.
