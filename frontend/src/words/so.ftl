# Every sentence of the survivor's pages, in Somali. Drafted; no translator has reviewed it yet,
# so what is agreed to is shown in English beside it.

## The frame

name = Qoraallo
skip = U gudub qaybta weyn
leave = Ka bax boggan
lock = Quful
foot = Riix Shift saddex jeer si aad dhaqso uga baxdo boggan.
english-counts = Af-Ingiriisi, kaas oo ah ka la raacayo
not-reviewed = Turjumaan weli ma hubin tarjumaddan. Meesha aad go’aan ka gaarto, waxaa la raacayaa qoraalka Ingiriisiga.
shift-presses = { $presses ->
    [1] Shift hal mar ayaa la riixay. Riix laba jeer oo kale si aad u baxdo.
    [2] Shift laba jeer ayaa la riixay. Riix hal mar oo kale si aad u baxdo.
   *[other] Waa laga baxayaa boggan.
 }
idle = Muddo cidna ma taaban boggan. Wuxuu qufulmayaa qiyaastii { $seconds } ilbiriqsi kaddib.
idle-stay = Weli waan joogaa
back = Dib u noqo
continue = Sii wad
done = Dhammaatay
print = Daabac kan
faults = Dhib baa jira
error-title = Khalad
try-again = Isku day mar kale
how-known = Sidee lagu ogaaday?
show-more = Tus { $count } kale ({ $left } ayaa haray)
somebody = qof
day = Maalin
month = Bil
year = Sannad
day-fault = Geli maalin dhab ah, sida 27 3 2026.

## What takes a while

doing-asking = Hal daqiiqo.
doing-stretching = Waa la diyaarinayaa. Waxay qaadan kartaa dhawr ilbiriqsi.
doing-opening = Waxyaabahaaga ayaa lagu furayaa qalabkan.
doing-sealing = Waxaa lagu shaabadeynayaa qalabkan.
doing-checking = Waxaa lagu hubinayaa qalabkan.
doing-copying = Nuqulkaaga ayaa qalabkan lagu samaynayaa.
doing-adding = Qalabkan ayaa lagu shaabadeynayaa oo la dirayaa.

## What went wrong

fault-offline = Adeegga lama gaari karo
fault-offline-next = Hubi xiriirkaaga internetka. Haddii aad hadda badhan riixday, liiskaaga eeg ka hor intaadan mar kale riixin.
fault-busy = Adeeggu waa mashquul
fault-busy-next = Wax yar sug, kaddib isku day mar kale.
fault-session = Waa lagaa saaray
fault-session-next = Mar kale gal si aad u sii waddo.
fault-gone = Kani halkan ma joogo hadda
fault-gone-next = Ku noqo liiskaaga. Wuxuu tusayaa sida wax hadda yihiin.
fault-moved-on = Wax baa isbeddelay muddadaas
fault-moved-on-next = Riixiddan waxba laguma wadaagin. Ku noqo liiskaaga oo mar kale eeg.
fault-refused = Adeeggu kan ma aqbalin
fault-refused-next = Riixiddan waxba laguma wadaagin. Dib u noqo oo hubi waxa aad gelisay.
fault-service = Adeeggu wuxuu u jawaabay si aanan fahmin
fault-service-next = Waxba lama furin. Isku day mar dambe. Haddii ay sidaas ahaato, u sheeg qof aad ku kalsoon tahay si uu u eego.
fault-wrong = Koodhka ama weedha sirta ah waa khalad
fault-wrong-next = Labadaba hubi oo isku day mar kale. Xarfaha yaryar iyo kuwa waaweyn way kala duwan yihiin weedha sirta ah.
fault-passkey = Fure ma furin akoonkaaga
fault-passkey-next = Isticmaal weedhaada sirta ah. Mar walba way shaqaysaa. Telefoonnada iyo barawsarrada qaarkood tan ma samayn karaan.
fault-damaged = Waxa adeeggu soo diray waa dhaawacan yahay, ama adigu ma lihid
fault-damaged-next = Waxba lama furin, waxbana lama wadaagin. Isku day mar dambe, una sheeg qofka kula diyaariyay.
fault-older = Adeeggu wuxuu soo diray nuqul hore oo akoonkaaga ah
fault-older-next = Waan joojinnay. Hadda waxba ha wadaagin. U sheeg qofka kula diyaariyay.
fault-weak = Adeeggu wuxuu codsaday ilaalin ka daciifsan inta aan aqbalno
fault-weak-next = Waan joojinnay, weedhaada sirta ahna kama bixin qalabkan. U sheeg qofka kula diyaariyay.
fault-memory = Qalabkan meel bannaan oo xusuus ah kuma filna
fault-memory-next = Xir abbado kale oo isku day mar kale, ama isticmaal qalab kale. Ilaalintu sidii bay u adag tahay.
fault-large = Tani way ugu badan tahay biraawsar
fault-large-next = Biraawsarku wuxuu sameeyaa nuqullo ilaa 256 MB ah. Weydii qofka ku caawiya “safehold full-copy”, oo sameeya kuwo ka waaweyn.
fault-file = Fayl ayaa is beddelay, ama mar dambe lama akhrin karo
fault-file-next = Waxba laguma darin. Mar kale dooro faylka.
fault-engine = Biraawsarkan ma samayn karo waxa loo baahan yahay
fault-engine-next = Wax ilaaliya waxyaabahaaga ayaa halkan ka maqan ama ka damsan. Isticmaal biraawsar kale ama qalab kale.
fault-silent = Qalabkan kuma jawaabin waqtigii
fault-silent-next = Bogga dib u soo rar oo isku day mar kale. Waxba lama wadaagin.
fault-changed = Wax baan is waafaqsanayn
fault-changed-next = Waxa adeeggu soo diray ma aha waxa la shaabadeeyay ama la saxiixay. Waan joojinnay. Riixiddan waxba laguma wadaagin.
fault-pin = Adeeggu ma isticmaalayo furayaasha aad taqaan
fault-pin-next = Waan joojinnay. Hadda waxba ha wadaagin. U sheeg qofka kula diyaariyay, fool ka fool haddii aad awooddo.
fault-intake = Kani ma aha waxa aad saxiixday
fault-intake-next = Waxa adeeggu soo diray waa ka duwan yahay waxa aad saxiixday markii la shaabadeeyay. Waan joojinnay. Waxba lama wadaagin.
fault-asker = Ma hubin karin cidda uu kani yahay
fault-asker-next = Cidna uma marag kacayso qofka wax codsanaya, markaa lama wadaagi kartid. Waad sugi kartaa, ama waxba ha wadaagin.
fault-mistake = Wax baa ka khaldamay boggan
fault-mistake-next = Riixiddan waxba laguma wadaagin. Bogga dib u soo rar oo isku day mar kale.

## Before you start

start-title = Ka hor intaadan bilaabin
start-lead = Halkan waxaad ku haysan kartaa waxyaabahaaga, waxaadna go’aansan kartaa cidda waxa arkaysa. Kan marka hore akhri.
start-leave-title = Si dhaqso ah u bixidda
start-leave-1 = Riix “Ka bax boggan”, ama riix badhanka Shift saddex jeer. Markaas waxaad arkaysaa bog cimilada ku saabsan.
start-leave-2 = Bixiddu wax walba way qufushaa. Si aad u soo noqoto waxaad u baahan tahay koodhkaaga iyo weedhaada sirta ah.
start-leave-3 = Shan daqiiqo oo aan la taaban kaddib, boggu iskiis ayuu u qufulmaa.
start-left-title = Waxa haraya
start-left-1 = Biraawsarkaagu wuxuu taariikhdiisa ku hayaa cinwaanka boggan. Taas ma saari karno. Daaqad gaar ah ayaa caawisa.
start-left-2 = Wax kale kuma hayno qalabkan.
start-left-3 = Haddii qof qalabkan daawado, ama uu geliyay ab uu ku daawado, wuu arki karaa boggan. Markaas isticmaal qalab kale.
start-doors-title = Markaad diyaar tahay
start-been = Hore ayaan halkan u imid
start-code = Waxaan haystaa koodh hal mar ah

## Signing in, and the lock

sign-in-title = Gal
sign-in = Gal
sign-in-code = Koodhkaaga gelitaanka
sign-in-code-hint = 32-da xaraf iyo tiro ee aad qoratay. Meelaha bannaan waxba ma aha.
sign-in-code-fault = Geli dhammaan 32-da xaraf iyo tiro ee koodhkaaga gelitaanka.
passphrase = Weedhaada sirta ah
passphrase-missing = Geli weedhaada sirta ah.
show-typed = Tus waxa aan qorayo
locked-title = Boggan waa qufulan yahay
locked-away = Wuu qufulmay sababtoo ah cidna ma taaban. Waxa aad dooratay way soo noqonayaan markaad furto.
locked-session = Waa lagaa saaray. Taasi waxay dhacdaa 30 daqiiqo kaddib, ama marka qof meel kale ka galo. Haddii aanay adiga ahayn, eeg “Yaa eegay”.
locked-asked = Adiga ayaa qufushay. Waxa aad dooratay way soo noqonayaan markaad furto.
locked-open = Fur
locked-other = Koodh kale ku gal

## The first visit

enrol-title = Geli koodhkaaga hal mar ah
enrol-lead = Qofka ku caawiyay ayaa ku siiyay koodhkan. Hal mar ayuu shaqeeyaa.
enrol-code = Koodh hal mar ah
enrol-code-hint = 32 xaraf iyo tiro. Meelaha bannaan waxba ma aha.
enrol-code-fault = Geli dhammaan 32-da xaraf iyo tiro ee koodhka.
offered-title = Weedhaada sirta ah
offered-lead = Erayadan ayaa fura waxyaabahaaga. Cid kale ma hayso, xataa annagu ma hayno.
offered-warn = Qoro, ama xafid. Haddii aad weydo, cidna mar dambe ma furi karto waxyaabahaaga.
offered-take = Waan hayaa, sii wad
offered-other = I sii erayo kale
offered-own = Waxaan doorbidayaa inaan samaysto mid aniga ii gaar ah
own-title = Samayso weedh sir ah oo adiga kuu gaar ah
own-lead = Isticmaal ugu yaraan 16 xaraf. Waxaa ugu fiican dhawr eray oo aan isku xirnayn. Ha isticmaalin magacyo, heeso ama taariikho.
own-short = Geli ugu yaraan 16 xaraf.
again-title = Mar kale qor
again-lead = Taasi waxay hubinaysaa inaad si sax ah u hayso.
again-differs = Tani ma aha isla weedhii sirta ahayd. Mar kale eeg, ama dib u qor.
again-make = Samee furahayga
again-see = Erayada mar kale i tus
made-title = Koodhkaaga gelitaanka
made-lead = Si aad u soo noqoto waxaad u baahan tahay koodhkan iyo weedhaada sirta ah.
made-warn = Qoro. Ka fogee weedhaada sirta ah. Mar kale ma tusi karno.
made-last = Si loo hubiyo: qor afarta xaraf ama tiro ee ugu dambeeya
made-last-fault = Kuwani ma aha afarta ugu dambeeya ee koodhka kore.
key-title = Isbarbar dhig furahaaga
key-lead = Qofka kula jooga ayaa ku weydiinaya inaad u akhrido qaar ka mid ah calaamadahan. Taasi waxay hubinaysaa in waxyaabahaaga adiga laguu shaabadeeyay, cid kalena aan loo shaabadayn.
key-qr = Isla calaamadaha oo sawir ah, loogu talagalay shaashad akhrin karta
key-whole = Dhammaantiis
key-whole-lead = Haddii shaashaddoodu akhrin kari weydo sawirka, kan ayay qori karaan.
key-differs = Haddii ay yiraahdaan calaamaduhu isma waafaqsana, jooji. Waxaa laga yaabaa in qof isku dayayo inuu fure kale geliyo meeshii furahaaga.

## Today

today-title = Maanta
today-nothing = Waxba kuma sugayaan.
today-more = Wax kale
task-mismatch = Wax baan is waafaqsanayn “Yaa eegay”
task-mismatch-status = Eeg
task-sealed = Eeg waxa la shaabadeeyay
task-sealed-status = Wuxuu sugayaa saxiixaaga
task-asks = { $who } ayaa codsanaya inuu wax arko
task-asks-status = Wuxuu sugayaa jawaabtaada
task-draft = Eeg ka hor intaanay u tegin { $who }
task-draft-status = Adiga ayuu ku sugayaa
code-title = U oggolow qof inuu i weydiiyo
code-lead = Cidna waxba kuma weydiin karto iyada oo aan koodh adiga kaa haysan. Hal koodh wuxuu oggol yahay in hal codsi ku soo gaaro. Cidna uma oggolaado inay wax aragto.
code-make = Samee koodh
code-once = Hal qof oo keliya sii. Hal mar ayuu shaqeeyaa, 30 maalmood gudahood. Mar kale ma tusi karno.

## What was sealed

sealed-title = Waxa la shaabadeeyay
sealed-lead = Kan waxaa laga koobiyeeyay telefoonkaaga oo la shaabadeeyay { $when }. Adiga keliya ayaa furi kara. Hadda ayaan ku furnay qalabkan si aan u tirinno.
sealed-counts = Waxa ku jira
sealed-means = Saxiixu wuxuu leeyahay: tirooyinkan waan arkay. Cidna waxba lama wadaago.
sealed-sign = Waan arkay, saxiix
sealed-later = Hadda maya
sealed-done-title = Waad saxiixday
sealed-done = Waxaad saxiixday { $when }. Saxiixaaga waxaa lala hayaa waxa la shaabadeeyay.
sealed-kept = Haddii qof beddelo waxa la shaabadeeyay, waxaad arki doontaa marka xigta ee aad eegto.
sealed-how = Qalabkani wuxuu hubiyay saxiixa ilaaliyaha ee tirooyinkan. Calaamadaha hoose waa isku mid kuwa warqaddaada.
added-how = Qalabkani wuxuu hubiyay saxiixaaga adiga ah ee tirooyinkan. Ilaaliye kama qayb gelin.
id-number = Tiro
id-mark = Calaamadda wax walba oo la shaabadeeyay
id-guardian = Furaha ilaaliyaha
id-tool = Waxa lagu shaabadeeyay
id-line = Sadarka diiwaanka

kind-message = Farriimo
kind-call = Wicitaanno
kind-contact = Xiriirro
kind-account = Akoonno
kind-media = Sawirro, filimaan iyo codad
kind-location = Meelo
kind-browser = Bogag internet oo la booqday
kind-app-data = Xog kale oo abbadka
kind-document = Dukumentiyo
kind-calendar = Waxyaabaha jadwalka
kind-note = Qoraallo
kind-device-event = Waxyaabo telefoonku sameeyay
kind-other = Waxyaabo kale
file-image = Sawirro
file-video = Filimo
file-audio = Codad
file-other = Faylal kale

## Opening with the lock of a device

passkeys-title = Ku fur qufulka telefoonkan
passkeys-lead = Akoonkaaga waxaad ku furi kartaa qufulka telefoonkan, sidoo kale weedhaada sirta ah. Tan waxaa la yiraahdaa fure gelitaan (passkey).
passkeys-warn = Markaas qof kasta oo furi kara telefoonkan wuu furi karaa akoonkaaga. Ha samayn haddii qof kale yaqaan koodkiisa, ama far ama weji ku leeyahay.
passkeys-listed = Telefoonkaagu furaha liis ayuu ku muujiyaa, isaga oo leh magaca boggan.
passkeys-stays = Weedhaada sirta ah weli way shaqaynaysaa. Hayso: telefoon lumay furaha wuu la tagaa.
passkeys-copied = Telefoonnada qaarkood furayaasha waxay u koobiyeeyaan qalabkaaga kale. Ma arki karno meesha.
passkeys-made = Fure la sameeyay { $when }
passkeys-end = Ka saar furahan
passkeys-add = Fure ku samee telefoonkan
passkeys-none = Barawsarkan ma laha furayaal gelitaan.
passkeys-use = Ku fur qufulka telefoonkan

## Someone asks, in easy words

easy-show = Ku tus erayo fudud iyo sawirro
easy-hide = Mar kale tus erayada oo dhan
easy-all = Dhammaan erayada codsiga
easy-title-who = Yaa codsanaya?
easy-title-what = Maxay rabaan inay arkaan?
easy-title-why = Maxay u codsanayaan?
easy-title-answer = Maxaad oran kartaa?
easy-title-yes = Maxaa dhacaya haddaad tiraahdo haa?
easy-title-no = Maxaa dhacaya haddaad tiraahdo maya?
easy-title-time = Intee waqti ah ayaad haysataa?
easy-picture-who = Sawir: qof hadlaya
easy-picture-what = Sawir: telefoon farriimo leh
easy-picture-why = Sawir: calaamad su’aal
easy-picture-answer = Sawir: sax iyo khalad
easy-picture-yes = Sawir: fallaar ka socota telefoon una socota warqad
easy-picture-no = Sawir: telefoon ul hor taal
easy-picture-time = Sawir: saacad
easy-who = { $who } ayaa codsanaya.
easy-works = Wuxuu u shaqeeyaa { $organisation }.
easy-police = Booliska ayaa codsanaya.
easy-counselling = Waxay rabaan wada hadal gaar ah oo aad la yeelatay qof ku caawiya.
easy-lawyer = Qareen ayaa codsanaya.
easy-court = Maxkamad ayaa tan amartay.
easy-no-court = Maxkamad tan ma amrin.
easy-what = Waxay rabaan inay arkaan: { $kinds }.
easy-days = Laga bilaabo { $from } ilaa { $to }.
easy-any-day = Maalin kasta.
easy-see = Shay kasta waad arki kartaa ka hor intaadan jawaabin.
easy-why = Waxani waa waxa ay qoreen.
easy-not-checked = Ma hubin inay run tahay.
easy-yes = Waad oran kartaa haa.
easy-part = Qayb waad u oran kartaa haa.
easy-no = Waad oran kartaa maya.
easy-reason = Uma baahnid inaad sheegto sababta.
easy-order-yes = Maxkamaddu uma baahna haa adiga kaa timaada.
easy-order-lawyer = Marka hore la hadal qareen adiga kuu gaar ah.
easy-gets = Waxay helayaan waxyaabaha aad doorato.
easy-copy = Nuqul way haysan karaan.
easy-other-side = Dhinaca kale ee kiiska isna wuu arki karaa.
easy-later = Mar dambe waad joojin kartaa.
easy-no-back = Ma soo celin kartid waxa ay hore u haystaan.
easy-nothing-goes = Codsigan awgiis waxba uma tagayaan.
easy-case = Kiisku ma dhammaanayo oo keliya inaad tiri maya.
easy-matter = Mararka qaarkood maya kiiska way saamayn kartaa.
easy-adviser = La-taliyahaagu wax badan ayuu kuu sheegi karaa.
easy-order-stays = Amarku ma dhammaanayo markaad tiraahdo maya.
easy-order-then = Haddaadan samayn waxa maxkamaddu amarto, cawaaqib ayay kuu yeelan kartaa.
easy-until = Waad jawaabi kartaa ilaa { $when }.
easy-question = Marka hore su’aal waad weydiin kartaa.

## Someone asks

asks-title = Qof baa wax codsanaya
asks-lead = { $who } oo ka tirsan { $organisation } ayaa codsanaya inuu arko qaar ka mid ah waxa laga koobiyeeyay telefoonkaaga.
asks-may-refuse = Waad oran kartaa maya. Qayb waad u oran kartaa haa. Uma baahnid inaad sabab sheegto.
asks-ordered = Maxkamad ayaa kan amartay. Uma baahna haa adiga kaa timaada. La hadal qareen adiga kuu gaar ah ka hor intaadan waxba samayn.
route-vir = Booliska ayaa codsanaya. Maxkamad ma amrin.
route-counselling = Boolisku waxay codsanayaan wada hadal gaar ah oo aad la yeelatay qof ku caawiya. Maxkamad ma amrin.
route-agreement = Boolisku waxay kaa codsanayaan inaad oggolaato. Maxkamad ma amrin.
route-court = Maxkamad ayaa amartay.
route-civil = Qareen ku jira kiis madani ah ayaa codsanaya. Maxkamad ma amrin, awood boolisna kama dambayso.
asks-checked = Magaca aan hubin karnay waa “{ $name }”. Waxaa xaqiijiyay { $by }. Waxa soo socda iyaga ayaa qoray.
asks-by = Xaqa ay ku codsanayaan
asks-approver = Yaa oggolaaday inay codsadaan
asks-court = Maxkamad
asks-order = Tirada amarka
asks-deadline = Maalinta ugu dambaysa ee maxkamaddu dhigtay
asks-claim = Dacwad
asks-own-lawyer = Qareenkaaga, sida ay sheegayaan
asks-proxy = Yaa kuu hadla, sida ay sheegayaan
asks-views = Waxa ay sheegayaan inaad qabto
asks-name = Magac
asks-organisation = U shaqeeya
asks-reference = Ku saabsan
asks-contact = Sida loola xiriiro
asks-answer-by = Codsigu wuxuu dhacayaa
asks-how = Magaca la hubiyay wuxuu ku jiraa shahaado gaarsiisa furayaashii adeeggani haystay booqashadaadii ugu horreysay. Waxa ay qoreen waa kooda. Ma hubin inay run tahay.
asks-look = I tus waxa uu yahay si sax ah
asks-no-hurry = Degdeg ma jiro. Boggan waad qufuli kartaa oo mar dambe soo noqon kartaa.
share-nothing = Waxba ha wadaagin
sought-kinds = Waxa ay codsanayaan
sought-days = Maalmaha ay ka yihiin
sought-any-day = maalin kasta
sought-from-to = { $from } ilaa { $to }
sought-words = Oo erayadan ku jiraan
sought-whole = Oo erayadan oo dhammaystiran ku jiraan
sought-also = Waxay sidoo kale codsanayaan
sought-near = waxa laga yiri agagaarka erayadan: ilaa { $count } ka hor iyo ka dib
sought-media = Faylal noocyadan ah oo keliya
sought-media-none = faylal la’aan
sought-media-image = sawirro
sought-media-audio = duubitaanno
sought-media-video = muuqaallo
sought-media-document = faylal kale
sought-only = Laakiin kaliya
sought-own = ma aha wixii qof kale yiri ee lagu soo xigtay ama lagu gudbiyay
sought-once = wax kasta hal mar
sought-masked = dadka aan wada hadalka ku jirin oo lambarro leh halkii magacyo ka ahaan lahaayeen, inta aan helno
masked-limit = Qofka wada hadalka ku jira magaciisu wuu sii jirayaa. Magac ku jira oo keliya waxa qof qoray, ama sawir ama duubis, isna wuu sii jirayaa.
sought-grid = Meelaha qiyaas ahaan oo keliya
sought-grid-about = ilaa qiyaastii { $km } km
sought-people = Dadkan lala yeeshay
sought-threads = Ka
sought-count = { $count ->
    [one] { $count } wada hadal
   *[other] { $count } wada hadal
 }
left-blank = Kan way bannaan ka dhaafeen.
why-title = Sababta ay u codsanayaan
why-lead = Kuwani waa erayadooda.
why-belief = Sababta ay u malaynayaan inuu halkan ku jiro
why-probative = Sababta ay tani sidaas muhiim ugu tahay
why-presumption = Sababta aan wax kale ugu filnayn
why-confidential = Sababta ay u codsanayaan wax gaar ah
why-enquiry = Waxa ay rabaan inay ogaadaan
why-relevance = Sida ay tani u caawinayso
why-necessity = Sababta ay ugu baahan yihiin
why-alternatives = Waxa kale ee ay isku dayeen
why-excess = Waxa kale ee la socon kara
why-people = Yaa arki doona
why-storage = Meesha lagu hayo
why-retention = Muddada la hayo
why-defence = Dhinaca kale
questions-title = Wax weydii iyaga
questions-lead = Waad weydiin kartaa ka hor intaadan go’aansan. Erayadaada way arkaan, maxkamadna way arki kartaa. Adiga keliya ayaa bilaabi kara tan.
questions-ask = Su’aashaada
questions-hint = Waxay u tagaysaa qofka wax codsanaya. Ha qorin waxa aadan rabin inay ogaadaan.
questions-send = Dir su’aashan
questions-waiting = Weli jawaab ma jirto.
points-title = Waxa ay tahay inaad ogaato
points-hint = Calaamadi mid kasta markaad akhrido. Calaamadintu waxba ma wadaagto.
points-fault = { $left ->
    [one] { $left } qodob weli lama calaamadin. Akhri, kaddib calaamadi.
   *[other] { $left } qodob weli lama calaamadin. Akhri, kaddib calaamadi.
 }

refuse-title = Waxba ma wadaagaysid?
refuse-lead = Waxaa loo sheegayaa inaad tiri maya. Looma sheego sababta, adigana laguma weydiiyo sababta.
refuse-not-ended = Inaad tiraahdo maya keligeed ma soo afjarto kiiska. Mararka qaarkood kiiska way saamayn kartaa. La-taliyahaagu wuu kuu sheegi karaa haddii ay saamayn karto.
refuse-ordered = Tani ma soo afjarto amarka. Inaadan samayn waxa maxkamaddu amartay cawaaqib ayay kuu yeelan kartaa. Marka hore weydii qareen adiga kuu gaar ah.
refuse-back = Dib u noqo
refused-title = Waxba lama wadaagin
refused-lead = Waxaad tiri maya. Codsigan awgiis waxba halkan kama baxaan.
refused-told = Waxay arkaan in jawaabtu ahayd maya. Maxkamadi weli wax bay amri kartaa, markaasna waa laguu sheegayaa haddii aanay maxkamaddu diidin.

## Exactly this

exactly-title = Kan oo keliya ayaa la wadaagi lahaa
exactly-which = Waxaad haysataa wax ka badan hal nuqul oo shaabadaysan. Kee ayay tani ku saabsan tahay?
exactly-which-one = Nuqulka { $number }
exactly-nothing-sealed = Weli waxba laguuma shaabadayn, markaa wax la wadaago ma jiraan.
exactly-leave = { $count ->
    [one] shay ayaa la wadaagi lahaa
   *[other] shay ayaa la wadaagi lahaa
 }
exactly-stay = { $count ->
    [one] shay ayaa halkan haraya
   *[other] shay ayaa halkan haraya
 }
exactly-all-asked = Kani waa wax walba oo la codsaday. Wax kasta oo hoose waad ka reebi kartaa.
exactly-fewer = { $count ->
    [one] Waxaad ka reebtay { $count } shay oo la codsaday.
   *[other] Waxaad ka reebtay { $count } shay oo la codsaday.
 }
exactly-private = { $count ->
    [one] { $count } shay oo gaar ah ayaa sidoo kale la codsaday. Halkan ayuu ku harayaa haddii aadan ku darin.
   *[other] { $count } shay oo gaar ah ayaa sidoo kale la codsaday. Halkan ayay ku harayaan haddii aadan ku darin.
 }
private-title = Wada hadallo gaar ah oo la codsaday
private-hint = Halkan ayay ku harayaan. Mid calaamadi keliya haddii aad rabto inuu baxo, mid kasta gaarkeeda.
class-intimate = Arrin shakhsi ah
class-health = La yeeshay dhakhtar ama kalkaaliye
class-legal = La yeeshay qareen
class-counselling = La yeeshay la-taliye ama caawiye
class-child = Lala yeeshay ilmo
class-third-party = Ku saabsan qof kale
class-other = Gaar ah
exactly-next = Markaad aragto
exactly-none-left = Wax la wadaago ma harin.
exactly-go-on = U gudub go’aanka
others-title = { $count ->
    [one] { $count } qof oo kale ayaa ku jira kan
   *[other] { $count } qof oo kale ayaa ku jira kan
 }
others-lead = Erayadooda ama lambarradooda sidoo kale waa la wadaagi lahaa.
filters-title = Ka reeb dad, maalmo ama noocyo
filters-masked = Dadka kale
filters-masked-do = Dadka kale ku muuji tiro halkii magacooda iyo lambarka taleefankooda
filters-kinds = Ka reeb noocyadan
filters-people = Ka reeb wax walba oo dadkan lala yeeshay
filters-people-hint = Koox ay ku jiraan gebi ahaanteed ayaa laga reebayaa.
filters-groups = Kuwan ka reeb
filters-from = Keliya laga bilaabo maalintan
filters-from-hint = Tusaale ahaan 27 3 2026. Bannaan ka dhaaf haddii aanad xad rabin.
filters-to = Keliya ilaa maalintan
filters-use-days = Isticmaal maalmahan
days-order = Maalinta ugu dambaysa kama horrayn karto tan ugu horreysa.
group-counts = { $leaving } oo ka mid ah { $asked } ayaa la wadaagi lahaa.
group-private = Kani halkan ayuu ku harayaa. Waa gaar, wuxuuna baxayaa keliya haddii aad adigu ku darto.
group-out = Kan oo dhan waad ka reebtay.
group-show = Tus { $count } kan
leave-out = Kan ka reeb
put-back = Kan soo celi
stays-out-of-scope = Halkan ayuu ku harayaa
stays-excluded-by-survivor = Adiga ayaa ka reebay
stays-privileged = Halkan ayuu ku harayaa
stays-third-party = Halkan ayuu ku harayaa
stays-not-relevant = Halkan ayuu ku harayaa
stays-unknown = Halkan ayuu ku harayaa: ma garan karno in la codsaday
stays-transformed = Halkan ayuu ku harayaa
goes-changed = Wuxuu baxayaa isagoo la beddelay. Waxay helayaan nuqulka aad halkan ku aragto.
record-withheld = Lama tusin
from-you = Adiga
no-date = Taariikh aan la aqoon
between = Inta u dhaxaysa { $from } iyo { $to }
call-in = { $who } ayaa ku soo wacay
call-out = Waxaad wacday { $who }
one-message = Farriin
one-call = Wicitaan
one-contact = Xiriir
one-account = Akoon
one-media = Sawir, filim ama cod
one-location = Meel
one-browser = Bog internet
one-app-data = Xog ab
one-document = Dukumenti
one-calendar = Shay jadwalka ku jira
one-note = Qoraal
one-device-event = Wax telefoonku sameeyay
one-other = Wax kale
medium-covered = Sawir daboolan. Riix si aad u aragto.
medium-opening = Sawirka ayaa la furayaa.
medium-open = Riix si aad sawirka u daboosho.
medium-failed = Sawirkan lama tusi karin. Riix si aad mar kale isku daydo.
medium-missing = Telefoonku sawir ayuu halkan ku magacaabayaa, laakiin ma hayo.
medium-file = Fayl, { $kilobytes } kB: { $name }
medium-stripped = Wuxuu baxayaa iyada oo laga saaray meesha iyo waqtiga sawirka ku qarsoon
medium-stripped-sound = Wuxuu baxayaa iyada oo laga saaray meesha iyo waqtiga duubitaanka ku qarsoon
medium-stays = Ma baxayo: meesha kama saari karno
medium-unasked = Ma baxayo: noocan faylka ah ma codsan
hidden-stripped =
    { $count ->
        [one] Hal sawir ama duubitaan ayaa baxaya iyada oo laga saaray meesha iyo waqtiga ku qarsoon.
       *[other] { $count } sawir ama duubitaan ayaa baxaya iyada oo laga saaray meesha iyo waqtiga ku qarsoon.
    }
hidden-stay =
    { $count ->
        [one] Hal fayl ma baxayo: meesha kama saari karno.
       *[other] { $count } fayl ma baxayaan: meesha kama saari karno.
    }
hidden-unasked =
    { $count ->
        [one] Hal fayl ma baxayo: noociisa ma codsan.
       *[other] { $count } fayl ma baxayaan: noocooda ma codsan.
    }
hidden-copies =
    { $count ->
        [one] Hal diiwaan ayaa baxaya isagoo la beddelay: aan lahayn meeshiisa ama meeshii saxda ahayd, ama lambarro ku leh halka dad kale.
       *[other] { $count } diiwaan ayaa baxaya iyagoo la beddelay: aan lahayn meeshooda ama meeshii saxda ahayd, ama lambarro ku leh halka dad kale.
    }

## Check and decide

decide-title = Hubi oo go’aanso
decide-back = Ku noqo waxa la wadaagi lahaa
decide-nobody = Qofka wax codsanaya fure halkan kuma laha, markaa waxba lalama wadaagi karo.
decide-what = Maxay
decide-records = { $count ->
    [one] { $count } shay, sidii aad hadda u aragtay. { $stay } ayaa halkan haraya.
   *[other] { $count } shay, sidii aad hadda u aragtay. { $stay } ayaa halkan haraya.
 }
decide-who = Yaa helaya
decide-why = Sababta ay u codsanayaan
decide-how = Saxiixaagu wuxuu calaamadda hoose ku magacaabi doonaa { $count } shay ee kuwan oo keliya. Wax kasta oo kale calaamad kale ayay noqdaan.
until = Ilaa goorma
decide-before-4 = Waxyaabaha aad ka reebtay, waxay arkaan in wax laga reebay, maalinta iyo cidda lala yeeshay. Ma arkaan waxa uu ahaa.
until-hint = Way soo qaadan karaan ilaa dhammaadka maalintan. Muddo gaaban way fiican tahay: mar dambe ayaad mar kale oggolaan kartaa.
until-past = Dooro maalin aan weli dhammaan.
until-long = Dooro maalin hal sannad gudihiis ah.
approval = Ka hor inta aanay bixin
approval-ask = Mar kale i weydii
approval-ask-hint = Waa la diyaarinayaa. Hal mar kale ayaad eegaysaa, kaddib waad sii daysaa ama joojisaa.
approval-auto = Sii daa adigoo aan mar kale i weydiin
approval-auto-hint = Wuxuu baxayaa isla marka uu diyaar noqdo.
approval-fault = Dooro haddii aad rabto in mar kale lagu weydiiyo.
visit-title = Waxa laga qoray taleefankaaga iyo booqashada ({ $count } shay)
visit-lead = Maxkamaddu way weydiin kartaa sida taleefankaaga loo akhriyay iyo cidda akhriday. Qofkii ku caawiyay ayaa tan qoray oo saxiixay.
visit-legend = Waxa la socon kara
visit-hint = Waxba ma baxayaan haddaadan calaamadin. Qasab kuguma aha inaad wax calaamadiso.
visit-unknown = lama garanayo ({ $why })
visit-clock-ahead = { $seconds } ilbiriqsi ayuu ka horreeyay ({ $reference })
visit-clock-behind = { $seconds } ilbiriqsi ayuu ka dambeeyay ({ $reference })
visit-clock-right = sax ({ $reference })
visit-device-model = Waa taleefan noocee ah
visit-device-identifiers = Lambarradiisa iyo lambarka taleefankaaga
visit-device-condition = Sida uu u ekaa
visit-device-battery = Batarigiisa
visit-device-network = Shabakaddiisa
visit-device-clock = Saacaddiisa
visit-guardian-name = Cidda akhriday
visit-guardian-competence = Waxa ay u tababaran tahay
visit-place = Halkee
visit-start = Goorta ay bilaabatay
visit-end = Goorta ay dhammaatay
visit-tool-settings = Sida qalabka loo dejiyay
visit-method = Sida loo akhriyay
visit-method-validation = Halka lagu tijaabiyay
visit-exceptions = Waxa khaldamay
visit-interruptions = Nasashooyin
visit-countersignature-absence = Sababta aadan u saxiixin
decide-before = Ka hor intaadan riixin
decide-before-1 = Marka ay soo qaataan, nuqul ayay haystaan. Nuqulkaas ma soo celin karno.
decide-before-2 = Goor kasta waad joojin kartaa. Laga bilaabo markaas wax kale halkan kama baxaan.
decide-before-3 = Haddii uu kiiska muhiim u yahay, qareennada dhinaca kalena waa la tusi karaa.
decide-share = { $count ->
    [one] Wadaag shaygan ({ $count })
   *[other] Wadaag waxyaabahan ({ $count })
 }
decide-not-shared = Haddii aadan ku arag “Waxa aan wadaago”, waxba lama wadaagin.
agreed-title = Waad oggolaatay
agreed-lead = { $count ->
    [one] Waxaad oggolaatay inaad wadaagto { $count } shay.
   *[other] Waxaad oggolaatay inaad wadaagto { $count } shay.
 }
agreed-ask = Hadda waa la diyaarinayaa. Ma baxayo ka hor intaadan eegin oo aadan sii dayn.
agreed-auto = Hadda waa la diyaarinayaa. Wuxuu u tagayaa iyaga isla marka uu diyaar noqdo.
agreed-mind = Goor kasta waad ka beddeli kartaa fikirkaaga “Waxa aan wadaago”.

## Before it goes

draft-title = Ka hor inta aanay bixin
draft-none = Hadda halkan wax la eego ma yaalaan. Liiskaagu wuxuu tusayaa sida wax yihiin.
draft-same = { $count ->
    [one] Kani waa waxa aad oggolaatay oo keliya: { $count } shay, wax kalena maya.
   *[other] Kani waa waxa aad oggolaatay oo keliya: { $count } shay, wax kalena maya.
 }
draft-differs = Kani ma aha waxa aad oggolaatay. Ma bixi karo. Fadlan jooji, una sheeg qof aad ku kalsoon tahay.
draft-agreed = Waxaad oggolaatay
draft-records = Waxa bixi lahaa
draft-how = Qalabkani wuxuu furay waxa la diyaariyay, tallaabo tallaabona wuxuu la barbar dhigay waxa aad saxiixday.
draft-let-go = Sii daa
draft-stop = Jooji
gone-title = Waad sii daysay
gone-lead = { $who } wuu soo qaadan karaa ilaa { $until }.
gone-mind = Ilaa ay soo qaataan, weli waad joojin kartaa. Waxa ay soo qaateen, iyagaa haysta.

## What I share

shares-title = Waxa aan wadaago
shares-none = Waxba ma wadaagtid.
share-heading = { $count ->
    [one] { $count } shay oo loogu talagalay { $who }
   *[other] { $count } shay oo loogu talagalay { $who }
 }
share-left = Ma la soo qaatay?
share-left-nothing = Maya. Ilaa hadda waxba ma bixin.
share-left-at = Haa, { $who } ayaa soo qaatay { $when }.
share-stopped = Waxaad joojisay
share-receipt = Tus rasiidhka
share-stop = Jooji la wadaagidda { $who }
state-stopped = La joojiyay
state-ended = Dhammaaday
state-left = La soo qaatay
state-ready = Waa la soo qaadan karaa
state-draft = Adiga ayuu ku sugayaa
state-failed = Ma shaqayn: waxba ma bixin
state-working = Waa la diyaarinayaa
stop-title = Ma joojinaysaa la wadaagidda { $who }?
stop-1 = Laga bilaabo markaad riixdo, wax kale halkan kama baxaan.
stop-2 = Laguma weydiinayo sababta.
stop-3 = Waxaad helaysaa warqad sheegaysa waxa horey u baxay.
stop-left = Horey wax bay u soo qaateen. Joojintu taas ma soo celiso.
stop-now = Hadda jooji
stop-keep = Dib u noqo, sii wad wadaagidda
stopped-title = Waa la joojiyay
stopped-lead = Waxaad kan joojisay { $when }. Awgiis wax kale halkan kama baxaan.
stopped-draining = { $count ->
    [one] { $count } diritaan ayaa weli socday markaad joojisay, waana la goynayaa.
   *[other] { $count } diritaan ayaa weli socday markaad joojisay, waana la goynayaa.
 }
stopped-left-title = Waxa horey u baxay
stopped-left-nothing = Waxba.
stopped-left-to = { $count ->
    [one] { $count } shay, waxaa soo qaatay { $who } { $when }.
   *[other] { $count } shay, waxaa soo qaatay { $who } { $when }.
 }
stopped-undo-title = Waxa aanay joojintu samayn
stopped-undo-1 = Ma soo celiso waxa la soo qaatay.
stopped-undo-2 = Waxa ay ku samaynayaan iyaga iyo maxkamadda ayay u taallaa.
stopped-undo-3 = Maxkamadi weli wax bay amri kartaa. Markaas waa laguu sheegayaa haddii aanay maxkamaddu diidin.

## Who looked

looked-title = Yaa eegay
looked-door = Mar kale geli weedhaada sirta ah. Liiskan wuxuu cidda telefoonkaaga haysata u sheegi karaa waxa aad halkan ka samayso.
looked-open = Fur liiska
looked-cannot = Kani wuxuu tusayaa isticmaal kasta oo adeeggan la soo maray. Ma tusi karo qof fayl koobiyeeyay markuu furay kaddib.
looked-none = Cid aan adiga ahayn waxba halkan kama samayn.
looked-own-show = { $count ->
    [one] Tus { $count } shay oo adigu aad samaysay
   *[other] Tus { $count } shay oo adigu aad samaysay
 }
looked-own-hide = Qari waxa aan aniga sameeyay
looked-again = Mar kale eeg
looked-confirmed = La hubiyay: sadarradan lama beddelin.
looked-unconfirmed = { $count ->
    [one] Weli lama xaqiijin: { $count } sadar ayaa ka cusub xaqiijintii ugu dambaysay. Badanaa waxay qaadataa wax ka yar hal daqiiqo.
   *[other] Weli lama xaqiijin: { $count } sadar ayaa ka cusub xaqiijintii ugu dambaysay. Badanaa waxay qaadataa wax ka yar hal daqiiqo.
 }
looked-unconfirmed-all = Weli lama xaqiijin: ilaa hadda hubiye ma xaqiijin sadarradan.
looked-old = Dhawaan lama xaqiijin: xaqiijintii ugu dambaysay way ka badan tahay hal maalin. Sadarro cusub ayaa laga yaabaa inay maqan yihiin.
looked-seen = Xaqiijintii ugu dambaysay waxay ahayd { $when }.
looked-how = Qalabkani wuxuu calaamadaha sadarradaada ka sameeyay furahaaga, mid kastana hal mar ayuu helay, isagoo siday isugu xigaan ah. Kaddib wuxuu sadar kasta la barbar dhigay xaaladdii ugu dambaysay ee liiska ee la xaqiijiyay.
looked-witness = Hubiyeyaashu waa kuwii adeeggani magacaabay booqashadaadii ugu horreysay. Haddii adeeggu iskiis u maamulo, ma aha kuwo madax bannaan.
looked-asked = Annagu waxaan weydiinnay hal hubiye, { $name }. Isla liiskan ayuu ugu dambayn arkay { $when }.
looked-asked-away = Waxaan isku daynay inaan annagu weydiinno hal hubiye, { $name }. Ma jawaabin. Waxa hubiyeyaashu arkeen adeeggan oo keliya ayaan ka ognahay.
looked-asked-nobody = Hubiyeyaasha midna halkan lagama weydiin karo. Cid kale ma weydiin in sadarro ka cusub ay jiraan.
looked-mismatch = Wax baan is waafaqsanayn
looked-mismatch-next = Waxba ha tirtirin. Liiska adeeggu soo diray ma aha kii la xaqiijiyay. La xiriir qof aad ku kalsoon tahay oo adeeggan ka baxsan.
line-who = Magaca halkan lagu sheegay: { $name }.
looked-still = Markan, waxa adeeggu soo diray wuu waafaqsan yahay waxa qalabkani xusuusto. Taasi ma baabi’inayso wixii hore loo arkay.
finding-witness = { $when }, hubiyaha { $name } wuxuu xaqiijiyay liis ka duwan kii adeeggu ku tusay.
finding-growth = { $when }, liisku ma ahayn kii booqashadaadii u dambaysay oo sadarro cusub dhammaadka ku leh.
finding-receipt = { $when }, sadar adeeggu kuu ballanqaaday ayaa maqnaa ama la beddelay.
finding-lines = { $when }, sadarrada adeeggu soo diray ma wada joogin, ama ma ahayn kuwii la xaqiijiyay.
finding-kept = Tani halkan ayay ku sii jiraysaa ilaa aad sheegto cidda aad kala hadashay.
finding-not-kept = Tan kuma kaydin karin akoonkaaga. Kaydi faylka ka hor intaadan boggan ka bixin.
finding-file = Faylku wuxuu muujinayaa waxa aan is waafaqsanayn. Kuma jiro sadar aad leedahay iyo fure aad leedahay midna.
finding-save = U kaydi sidii fayl
finding-whom = Yaad tan kala hadashay?
finding-whom-hint = Qof adeeggan ka baxsan, iyo halka uu ka socdo.
finding-whom-fault = Qor cidda aad la hadashay, ugu badnaan 200 xaraf
finding-done = Waan la hadlay
finding-told = Waxaad tan kala hadashay { $whom }, sida aad qortay { $when }.
finding-earlier = Waxa hore isu waafaqi waayay
words-lead = Lix eray ayaa laba qof u oggolaanaya inay telefoonka isku barbar dhigaan. Qofka haysta nuqulka liiska oo dhan isaguna wuu samayn karaa.
words-show = Tus lix eray oo hubin ah
words-list = Waxay u taagan yihiin liiska dadka oo dhan, dhererkan leh: { $count }. Haddii erayadoodu dhererkan uga duwan yihiin, wax baan is waafaqsanayn.
words-receipt = Waxay u taagan yihiin rasiidkan: lambarkiisa, calaamadda waxa la shaabadeeyay, cidda shaabadaysay, iyo sadarka diiwaanka.
line-about = Ku saabsan: { $who }, { $why }.
line-unconfirmed = Sadarkan weli lama xaqiijin.
line-stop = Jooji gelitaankan
line-envelope-handout = { $who } ayaa furay waxa aad oggolaatay, si loo diyaariyo.
line-release-collect = { $who } ayaa soo qaatay waxa aad wadaagtay.
line-catalogue-handout = { $who }: waxaa la qaatay liiska waxa ku jira nuqulkaaga.
line-draft-open = { $who } ayaa wax eegay ka hor inta aanay bixin.
line-own-unlock = { $who }: akoonkaaga ayaa la galay.
line-own-open = { $who }: waxyaabahaaga shaabadaysan ayaa la furay.
line-account-create = { $who }: akoonkaaga ayaa la sameeyay.
line-account-passkey = { $who } ayaa sameeyay fure gelitaan.
line-account-passkeyend = { $who } ayaa ka saaray fure gelitaan.
line-ingest = { $who }: nuqul telefoonkaaga ah ayaa laguu shaabadeeyay.
line-ingest-added = Adiga ayaa wax ku daray.
line-receipt = { $who }: waxa la shaabadeeyay ayaa la saxiixay.
line-request-submit = { $who } ayaa codsaday inuu wax arko.
line-request-amend = { $who }: codsi ayaa lagaga jawaabay maya.
line-request-change = { $who } ayaa codsi yareeyay, ama erayadiisa beddelay.
line-request-ask = { $who }: su’aal ku saabsan codsi ayaa la weydiiyay.
line-request-reply = { $who } ayaa su’aal ka jawaabay.
line-request-withdraw = { $who } ayaa codsi la noqday.
line-request-code = { $who }: koodh hal codsi ah ayaa la sameeyay.
line-role-name = { $who }: u doode (advocate) ayaa la doortay.
line-role-drop = { $who }: shaqadii u doode (advocate) ayaa la joojiyay.
line-role-show = { $who }: u doode (advocate) ayaa loo oggolaaday inuu codsi arko.
line-role-hide = { $who }: codsi ayaa laga la noqday u doode (advocate).
line-grant = { $who }: waxaa la oggolaaday in wax la wadaago.
line-approval = { $who }: wax ayaa la sii daayay.
line-release-publish = { $who } ayaa diyaariyay waxa aad oggolaatay.
line-withdraw = { $who }: wadaagiddii ayaa la joojiyay.
line-expire = { $who }: wax la wadaagay waa la xiray, waayo waqtigii wuu dhammaaday.
line-erase = { $who }: wax ayaa la tirtiray.
line-erase-ask = { $who }: waxaa la codsaday in wax la tirtiro.
line-erase-cancel = { $who }: waxaa la go’aansaday in weli la hayo.
line-hold-set = { $who } ayaa qoray in maxkamadi rabto in wax la hayo.
line-hold-lift = { $who } ayaa qoray in maxkamadi aanay mar dambe rabin in la hayo.
line-policy-exclude = { $who }: wax ayaa loo dejiyay in had iyo jeer laga reebo.
line-policy-lift = { $who }: xeer wax lagu reebi jiray ayaa la joojiyay.
line-system-fsck = { $who }: waxyaalahaaga shaabadaysan waxaa laga baaray waxyeello. Cidna ma arag waxa ku jira.
line-system-backup = { $who }: waxaa laga sameeyay koobi badbaado wax kasta oo la hayo, waxyaalahaaga shaabadaysanna waa ku jiraan. Cidna ma arag waxa ku jira.
line-system-restore = { $who }: mar kale ayaa laga dejiyay koobi badbaado, oo ay la socdaan waxyaalahaaga shaabadaysan.
line-release-list = { $who } ayaa eegay liiska waxa aad la wadaagtay.
line-request-read = { $who } ayaa akhriyay codsi adiga kugu saabsan.
line-catalogue-list = { $who } ayaa eegay liiska waxa nuqulladaadu hayaan ee la hubin karo.
line-key-split = { $who } ayaa diyaariyay waddo aad ku soo noqoto akoonkaaga, kaar iyo saddex caawiye.
line-key-drop = { $who } ayaa joojiyay waddadii lagu soo noqon lahaa akoonkaaga.
line-key-held = { $who } ayaa sheegay in qaybtooda waddadaada soo noqoshada ay jirto.
line-key-rehearse = { $who } ayaa tijaabiyay in waddadaada soo noqoshada ay weli shaqeyso.
line-key-list = { $who } ayaa eegay qaybaha waddooyinka soo noqoshada ee ay hayaan.
line-key-hand = { $who } ayaa dhiibay qaybtooda waddadaada soo noqoshada.
line-account-recover = { $who } ayaa kaarkaaga u adeegsaday inuu codsado ku soo noqoshada akoonkaaga. Haddaanay ahayn adiga, sheeg maanta.
line-account-stop = { $who } ayaa joojiyay ku soo noqosho akoonkaaga.
line-account-change = { $who } ayaa kaarkaaga ku soo noqday akoonkaaga, oo dejiyay weedh sir ah oo cusub.
line-own-share = { $who } ayaa soo saaray qaybtooda waddadaada soo noqoshada, weli way xiran tahay.
line-own-recover = { $who } ayaa kaarkaaga ku qaatay waxa akoonkaaga mar kale fura.
line-other = { $who } ayaa sameeyay wax aanu boggani erayo u hayn ({ $act }).
role-survivor = Adiga
role-guardian = Ilaaliyahaaga
role-worker = Mashiinka adeegga
role-investigator = Baare
role-prosecutor = Xeer ilaaliye
role-solicitor = Qareen
role-supervisor = Kormeere
role-disclosure-officer = Sarkaalka bixinta xogta (disclosure officer)
role-defence-reviewer = Qof u eega difaaca
role-court-expert = Khabiir maxkamadda u ah
role-advocate = U doode (advocate)
role-auditor = Xisaab hubiye
role-administrator = Maamule
role-support = Shaqaale taageero
role-system = Adeegga
role-of = { $role } oo ka tirsan { $organisation }
end-denied = Waa la joojiyay: lama oggolayn.
end-partial = Qayb keliya ayaa gaartay.
end-aborted = Waa la gooyay. Ma sheegi karno in wax la arkay.
end-unknown = Ma garanayno sida ay ku dhammaatay.
end-error = Ma shaqayn.
end-mismatch = Waa la joojiyay, sababtoo ah waxa ka soo baxay ma ahayn waxa aad oggolaatay.
end-open = Weli ma dhammaan, ama cidna ma sheegin sida ay ku dhammaatay.

## My things

things-title = Waxyaabahayga
things-lead = Kani waa waxa halkan kuu yaala. Waa shaabadaysan yahay, adiga keliya ayaana furi kara.
things-none = Weli waxba halkan ma yaalaan.
things-one = Nuqulka shaabadaysan { $number }
things-added-one = Waxa aad ku dartay { $when }
things-open = Fur
things-sealed = { $count ->
    [one] La shaabadeeyay { $when }: { $count } shay.
   *[other] La shaabadeeyay { $when }: { $count } shay.
 }
things-signed = Waad u saxiixday.
things-unsigned = Weli uma saxiixin.
things-look = Gudaha eeg
inside-lead = Adiga keliya ayaa kan arka. Eegiddu waxba ma wadaagto.
things-erased = Adiga ayaa codsaday in la tirtiro. Cidna mar dambe ma furi karto.
things-to-erase = Waxaad codsatay in kan la tirtiro.
things-by = Waxaa xidhay { $name }.
things-by-org = { $org } ayaa magacan u marag ah.
things-by-nobody = Ma jiro qof boggani yaqaan oo magacan u marag ah.
things-by-you = Adiga ayaa kan ku daray. Ilaaliye kama soo qaadan telefoon, cidna ma dammaanad qaaddo.
things-device = Wax la saxiixay oo sheegaya taleefankee ayay ahayd ma jiraan.
things-size = Waxa halkan lagu hayo wadar ahaan waa { $size }.
add-title = Adigu wax ku dar
add-lead = Waxaad ku dari kartaa waraaqo, sawirro, duubitaanno, wax aad halkan ku qorto, ama amar maxkamadeed.
add-note-limits = Ilaa { $files } fayl markiiba. Hal fayl wuxuu noqon karaa { $file }, dhammaantoodna { $total }.
add-note-place = Sawirku wuxuu hayn karaa meesha lagu qaaday. Meeshu waxay ku hadhaysaa waxa halkan yaalla.
add-note-stripped = Haddii aad wadaagto meelaha la’aantood, meesha marka hore waa laga saaraa. Meeshii aan taas la samayn karin, faylka lama wadaago.
add-note-who = Had iyo jeer waxay sheegaysaa inaad adigu ku dartay. Cidna ma dammaanad qaaddo.
add-files = Dooro faylal
add-write = Ama halkan ku qor
add-write-take = Kan u qaado sida fayl
add-write-name = erayadayda.txt
add-kind = Waa maxay?
add-kind-document = Warqad ama dukumenti
add-kind-photo = Sawir
add-kind-audio = Duubitaan cod ah
add-kind-video = Filim
add-kind-statement = Waxa aan ka leeyahay wixii dhacay
add-kind-court-order = Amar maxkamadeed
add-kind-fault = Sheeg waxa ay tahay.
add-day = Maalintee ayay ka timid?
add-day-hint = Banaan ka dhig haddaanad garanayn. Tusaale 27 3 2026.
add-drop = Kan ka tag
add-none = Dooro fayl, ama wax qor oo u qaado sida fayl.
add-do = Ku dar waxyaabahayga
add-not = Waxba ha ku darin
add-stay = Boggan joog ilaa laga dhammeeyo. Haddii lagaa saaro ka hor, waxba laguma daro, mar kalena waad bilaabi kartaa.
add-going-title = Waa lagu darayaa
add-broken = Waxa la shaabadeeyay ee aan weli la dirin wuxuu ku sugayaa boggan.
add-stop = Jooji oo waxba ha ku darin
add-done-title = Hadda halkan ayay taallaa
add-done = { $count ->
    [one] { $count } fayl ayaa lagu daray. Adeeggu wax walba dib buu u akhriyay, waana wixii halkan lagu shaabadeeyay.
   *[other] { $count } fayl ayaa lagu daray. Adeeggu wax walba dib buu u akhriyay, waana wixii halkan lagu shaabadeeyay.
 }
add-done-line = Kani waa sadarka { $line } ee liiska muujinaya cidda wax samaysay.
add-why-many = Kuwani waa faylal aad u badan markiiba. Qaar ka tag, dabadeedna ku dar.
add-why-empty = Faylkani waa madhan yahay.
add-why-long = Faylkani aad buu u dheer yahay. Mid gaaban wadaag, ama caawimo weydiiso.
add-why-total = Faylashan oo wada jira aad bay u dheer yihiin. Qaar ka tag, dabadeedna ku dar.
add-why-name = Magaca faylkan lama isticmaali karo. Magaca beddel, mar kalena dooro.
add-why-kind = Faylkani waa wax kale oo aan ahayn waxa aad sheegtay. Dooro waxa uu yahay.
add-why-same = Faylkani wuxuu la mid yahay mid kale oo halkan jooga. Mid ka tag.
add-why-day = Maalintani weli may iman, ama maaha maalin.
copy-title = Soo deji nuqul dhammaystiran
copy-lead = Waxaad xaq u leedahay nuqul ka mid ah wax kasta oo halkan kuu yaal.
copy-warn = Marka hore tan akhri
copy-warn-1 = Nuqulku ma xidhna. Qofkii qalabkan haysta ayaa furi kara.
copy-warn-2 = Wuxuu dhex jiri doonaa waxyaabaha qalabkan lagu soo dejiyay. Ka bixitaanka boggani ma tirtiro.
copy-warn-3 = Qalabyada qaarkood iyagaa waxa la soo dejiyay u dira qalabyo kale.
copy-warn-4 = Haddii qof kale isticmaalo ama baaro qalabkan, halkan ha ku kaydin. Mar dambe qalab kale ayaad isticmaali kartaa.
copy-holds = Waxa ku jira
copy-holds-1 = Diiwaan kasta iyo fayl kasta, oo furan.
copy-holds-2 = Waxa la saxiixay, si dadka kale u hubiyaan in aan waxba la beddelin.
copy-logged = Samayntiisu waa sadar hoos yimaada “Yaa eegay”, sidii wax aad adigu samaysay.
copy-known = Waan ogahay in qofkii qalabkan haysta uu nuqulka akhriyi karo.
copy-known-fault = Calaamadee inaad tan og tahay, ama nuqul ha samayn.
copy-make = Samee nuqulka
copy-not = Ha samayn
copy-going-title = Nuqulkaaga waa la samaynayaa
copy-going = Bogga marmar taabo. Haddii uu xidhmo, mar kale ayaad bilaabaysaa.
copy-stop = Jooji oo iska tuur
copy-broken-title = Xidhiidhkii wuu go’ay
copy-broken = Wixii hadda ka hor la sameeyay boggan ayay ku sugayaan. Weli waxba qalabkan laguma kaydin.
copy-on = Sii wad
copy-ready-title = Nuqulkaagu waa diyaar
copy-ready = Waa { $size }. Boggan oo keliya ayuu ku yaal, wuuna baxayaa marka aad baxdo.
copy-save = Ku kaydi qalabkan
copy-throw = Iska tuur
copy-saved-title = Waad kaydisay nuqulkaaga
copy-saved = Biraawsarka waxaa laga codsaday inuu { $size } u kaydiyo “notes.zip”. Ma arki karno inuu sameeyay iyo meesha.
copy-saved-after = Halkaas ka tirtir marka aanad u baahnayn, oo qashin-qubka madhi.
copy-save-again = Mar kale kaydi
copy-readme-1 = Kani waa nuqul dhammaystiran oo waxa kuu xidhan ah. Ma xidhna: qofkii haysta ayaa akhriyi kara.
copy-readme-2 = “records” waxaa ku jira diiwaan kasta, sadar kasta hal. “objects” waxaa ku jira sawirro iyo faylal kale.
copy-readme-3 = Faylasha kale waxay muujinayaan in aan waxba la beddelin. Si loo hubiyo: safehold check-copy
copy-readme-4 = “records” gudaheeda, faylalka ku dhammaada .html waxay diiwaannada ku tusaan biraawsar.

## Deleting

erase-title = Tirtir nuqulkan
erase-does = Waxa tirtiriddu samayso
erase-does-1 = Waxaan burburinnaa fure kasta oo uu leeyahay. Laga bilaabo markaas cidna ma furi karto, adigana waad ku jirtaa.
erase-does-2 = Kaddib waxaan saarnaa faylalkiisa.
erase-does-3 = Wax walba oo aad ka wadaagto way joogsadaan.
erase-not = Waxa aanay tirtiriddu samayn
erase-not-1 = Ma soo celiso waxa horey loo soo qaatay.
erase-not-2 = Liiska cidda eegtay wuu harayaa, iyada oo aan ku jirin waxa ku jiray.
erase-not-3 = Kiis ma soo afjarto. Haddii maxkamadi rabi karto kan, qareen weydii ka hor intaadan tirtirin.
erase-when = Goorma
erase-later = Toddoba maalmood kaddib
erase-later-hint = Ilaa markaas fikirkaaga waad beddeli kartaa.
erase-now = Hadda
erase-now-hint = Fikirkaaga mar dambe ma beddeli kartid.
erase-fault = Dooro goorta la tirtirayo.
erase-go = Tirtir
erase-keep = Hay
erase-waits = Waxaa la tirtiri doonaa { $when }. Ilaa markaas weli waad hayn kartaa.
erase-waits-hold = Wuu sugayaa, sababtoo ah maxkamad ayaa rabta in la hayo. Waxaa la tirtirayaa marka taasi dhammaato, adiguna weli waad hayn kartaa.
erase-keep-all = Hadda weli hay
erased-keys = Furayaashiisii waa la burburiyay, markaa cidna ma furi karto. Faylalkiisa hadda ayaa la saarayaa.
erased-done = Waa la tirtiray: furayaashiisii waa la burburiyay, faylalkiisiina waa la saaray.
erased-left = Waxa horey loo soo qaatay waxay la joogaan kuwii soo qaatay. “Waxa aan wadaago” ayaa tusaya cidda ay yihiin.
held-lead = Maxkamad ayaa rabta in kan la hayo, markaa hadda lama tirtiri karo.
held-court = Maxkamad
held-number = Tirada warqadda
held-since = La hayo tan iyo
held-means = Tani cidna waxba ma tusto. Waxay keliya ka celisaa in nuqulka la tirtiro.
