# Every sentence of the survivor's pages, in Arabic. Drafted; no translator has reviewed it yet,
# so what is agreed to is shown in English beside it.

## The frame

name = ملاحظات
skip = انتقلي إلى الجزء الرئيسي
leave = غادري هذه الصفحة
lock = قفل
foot = اضغطي مفتاح Shift ثلاث مرات لمغادرة هذه الصفحة بسرعة.
english-counts = بالإنجليزية، وهي المعتمدة
not-reviewed = لم يراجع مترجم هذه الترجمة بعد. حيث تقررين، النص الإنجليزي هو المعتمد.
shift-presses = { $presses ->
    [1] ضُغط Shift مرة واحدة. اضغطيه مرتين أخريين للمغادرة.
    [2] ضُغط Shift مرتين. اضغطيه مرة أخرى للمغادرة.
   *[other] جارٍ مغادرة هذه الصفحة.
 }
idle = لم يلمس أحد هذه الصفحة منذ فترة. ستُقفل خلال نحو { $seconds } ثانية.
idle-stay = ما زلت هنا
back = رجوع
continue = متابعة
done = تم
print = اطبعي هذا
faults = توجد مشكلة
error-title = خطأ
try-again = حاولي مرة أخرى
how-known = كيف تعرفين ذلك؟
show-more = أظهري { $count } أخرى (بقي { $left })
somebody = شخص ما
day = اليوم
month = الشهر
year = السنة
day-fault = أدخلي يومًا حقيقيًا، مثل 27 3 2026.

## What takes a while

doing-asking = لحظة واحدة.
doing-stretching = جارٍ التحضير. قد يستغرق هذا بضع ثوان.
doing-opening = جارٍ فتح أشيائك على هذا الجهاز.
doing-sealing = جارٍ ختمها على هذا الجهاز.
doing-checking = جارٍ فحصها على هذا الجهاز.
doing-copying = تُصنع نسختك على هذا الجهاز.
doing-adding = جارٍ ختمه على هذا الجهاز وإرساله.

## What went wrong

fault-offline = لا نستطيع الوصول إلى الخدمة
fault-offline-next = تحققي من اتصالك. إن كنت قد ضغطت زرًا للتو، فانظري إلى قائمتك قبل أن تضغطيه مرة أخرى.
fault-busy = الخدمة مشغولة
fault-busy-next = انتظري لحظة، ثم حاولي مرة أخرى.
fault-session = تم تسجيل خروجك
fault-session-next = سجّلي الدخول مرة أخرى للمتابعة.
fault-gone = لم يعد هذا هنا
fault-gone-next = ارجعي إلى قائمتك. فهي تُظهر حال الأمور الآن.
fault-moved-on = تغيّر شيء في هذه الأثناء
fault-moved-on-next = لم يُشارَك شيء بهذه الضغطة. ارجعي إلى قائمتك وانظري مرة أخرى.
fault-refused = لم تقبل الخدمة هذا
fault-refused-next = لم يُشارَك شيء بهذه الضغطة. ارجعي وتحققي مما أدخلته.
fault-service = أجابت الخدمة بطريقة لا نفهمها
fault-service-next = لم يُفتح شيء. حاولي لاحقًا. إن بقي الأمر هكذا، فاطلبي من شخص تثقين به أن ينظر فيه.
fault-wrong = الرمز أو عبارة المرور غير صحيحة
fault-wrong-next = تحققي من كليهما وحاولي مرة أخرى. الحروف الصغيرة والكبيرة مهمة في عبارة المرور.
fault-passkey = لم يفتح أي مفتاح مرور حسابك
fault-passkey-next = استخدمي عبارة مرورك. فهي صالحة دائمًا. بعض الهواتف والمتصفحات لا تستطيع هذا.
fault-damaged = ما أرسلته الخدمة تالف، أو ليس لك
fault-damaged-next = لم يُفتح شيء ولم يُشارَك شيء. حاولي لاحقًا، وأخبري من أعدّ هذا معك.
fault-older = أرسلت الخدمة نسخة أقدم من حسابك
fault-older-next = توقفنا. لا تشاركي شيئًا الآن. أخبري من أعدّ هذا معك.
fault-weak = طلبت الخدمة حماية أضعف مما نقبل
fault-weak-next = توقفنا، ولم تغادر عبارة مرورك هذا الجهاز. أخبري من أعدّ هذا معك.
fault-memory = الذاكرة الحرة في هذا الجهاز قليلة جدًا
fault-memory-next = أغلقي التطبيقات الأخرى وحاولي مرة أخرى، أو استخدمي جهازًا آخر. تبقى الحماية بالقوة نفسها.
fault-large = هذا أكثر مما يتحمله المتصفح
fault-large-next = يصنع المتصفح نسخًا حتى 256 MB. اطلبي ممن يساعدك «safehold full-copy»، فهو يصنع نسخًا أكبر.
fault-file = تغيّر ملف، أو لم يعد يمكن قراءته
fault-file-next = لم يُضف شيء. اختاري الملف مرة أخرى.
fault-engine = هذا المتصفح لا يستطيع فعل المطلوب
fault-engine-next = شيء يحمي أشياءك مفقود أو متوقف هنا. استخدمي متصفحًا آخر أو جهازًا آخر.
fault-silent = لم يُجب هذا الجهاز في الوقت المحدد
fault-silent-next = أعيدي تحميل الصفحة وحاولي مرة أخرى. لم يُشارَك شيء.
fault-changed = شيء ما لا يتطابق
fault-changed-next = ما أرسلته الخدمة ليس ما خُتم أو وُقّع. توقفنا. لم يُشارَك شيء بهذه الضغطة.
fault-pin = الخدمة لا تستخدم المفاتيح التي تعرفينها
fault-pin-next = توقفنا. لا تشاركي شيئًا الآن. أخبري من أعدّ هذا معك، وجهًا لوجه إن استطعت.
fault-intake = هذا ليس ما وقّعت عليه
fault-intake-next = ما أرسلته الخدمة يختلف عما وقّعت عليه عند ختمه. توقفنا. لم يُشارَك شيء.
fault-asker = لم نستطع التحقق ممن يكون هذا
fault-asker-next = لا أحد يشهد لمن يطلب، لذلك لا يمكنك المشاركة معه. يمكنك الانتظار، أو عدم مشاركة شيء.
fault-mistake = حدث خطأ في هذه الصفحة
fault-mistake-next = لم يُشارَك شيء بهذه الضغطة. أعيدي تحميل الصفحة وحاولي مرة أخرى.

## Before you start

start-title = قبل أن تبدئي
start-lead = هنا يمكنك حفظ أشيائك، وتقرير من يرى أيًّا منها. اقرئي هذا أولًا.
start-leave-title = المغادرة بسرعة
start-leave-1 = اضغطي «غادري هذه الصفحة»، أو اضغطي مفتاح Shift ثلاث مرات. سترين عندها صفحة عن الطقس.
start-leave-2 = المغادرة تقفل كل شيء. للعودة تحتاجين إلى رمزك وعبارة مرورك.
start-leave-3 = بعد خمس دقائق دون لمس، تُقفل الصفحة من تلقاء نفسها.
start-left-title = ما الذي يبقى
start-left-1 = يحتفظ متصفحك بعنوان هذه الصفحة في سجله. لا نستطيع إزالته. النافذة الخاصة تساعد.
start-left-2 = لا نحتفظ بأي شيء آخر على هذا الجهاز.
start-left-3 = إن كان أحد يراقب هذا الجهاز، أو وضع عليه تطبيقًا لمراقبتك، فقد يرى هذه الصفحة. استخدمي عندها جهازًا آخر.
start-doors-title = عندما تكونين مستعدة
start-been = كنت هنا من قبل
start-code = لدي رمز لمرة واحدة

## Signing in, and the lock

sign-in-title = تسجيل الدخول
sign-in = تسجيل الدخول
sign-in-code = رمز دخولك
sign-in-code-hint = الحروف والأرقام الاثنان والثلاثون التي كتبتها. المسافات لا تهم.
sign-in-code-fault = أدخلي جميع الحروف والأرقام الاثنين والثلاثين لرمز دخولك.
passphrase = عبارة مرورك
passphrase-missing = أدخلي عبارة مرورك.
show-typed = أظهري ما أكتبه
locked-title = هذه الصفحة مقفلة
locked-away = أُقفلت لأن أحدًا لم يلمسها. ما اخترته يعود عندما تفتحين القفل.
locked-session = تم تسجيل خروجك. يحدث هذا بعد 30 دقيقة، أو عندما يسجّل أحد الدخول من مكان آخر. إن لم تكوني أنت، فانظري إلى «من نظر».
locked-asked = أنت قفلتها. ما اخترته يعود عندما تفتحين القفل.
locked-open = فتح القفل
locked-other = تسجيل الدخول برمز آخر

## The first visit

enrol-title = أدخلي رمزك لمرة واحدة
enrol-lead = الشخص الذي ساعدك أعطاك هذا الرمز. يعمل مرة واحدة.
enrol-code = رمز لمرة واحدة
enrol-code-hint = 32 حرفًا ورقمًا. المسافات لا تهم.
enrol-code-fault = أدخلي جميع الحروف والأرقام الاثنين والثلاثين للرمز.
offered-title = عبارة مرورك
offered-lead = هذه الكلمات تفتح أشياءك. لا يملكها أحد غيرك، ولا حتى نحن.
offered-warn = اكتبيها، أو احفظيها. إن فقدتها، فلن يستطيع أحد فتح أشيائك مرة أخرى.
offered-take = هي معي، تابعي
offered-other = أعطيني كلمات أخرى
offered-own = أفضّل أن أضع كلماتي
own-title = ضعي عبارة مرورك
own-lead = استخدمي 16 حرفًا على الأقل. عدة كلمات لا صلة بينها هي الأفضل. لا تستخدمي أسماء أو أغاني أو تواريخ.
own-short = أدخلي 16 حرفًا على الأقل.
again-title = اكتبيها مرة أخرى
again-lead = هذا يضمن أنها صحيحة لديك.
again-differs = هذه ليست عبارة المرور نفسها. انظري إليها مرة أخرى، أو اكتبيها من جديد.
again-make = اصنعي مفتاحي
again-see = أظهري لي الكلمات مرة أخرى
made-title = رمز دخولك
made-lead = تحتاجين إلى هذا الرمز وإلى عبارة مرورك للعودة.
made-warn = اكتبيه. احفظيه بعيدًا عن عبارة مرورك. لا نستطيع إظهاره مرة أخرى.
made-last = للتأكد: اكتبي آخر أربعة حروف أو أرقام
made-last-fault = هذه ليست آخر أربعة من الرمز أعلاه.
key-title = قارني مفتاحك
key-lead = يطلب منك الشخص الذي معك أن تقرئي له بعض هذه العلامات. هذا يضمن أن أشياءك خُتمت لك وليس لأحد غيرك.
key-qr = العلامات نفسها كصورة، لشاشة تستطيع قراءتها
key-whole = كاملًا
key-whole-lead = إن لم تستطع شاشتهم قراءة الصورة، فيمكنهم كتابة هذا.
key-differs = إن قالوا إن العلامات لا تتطابق، فتوقفي. فقد يكون أحد يحاول وضع مفتاح آخر مكان مفتاحك.

## Today

today-title = اليوم
today-nothing = لا شيء ينتظرك.
today-more = المزيد
task-mismatch = شيء ما لا يتطابق في «من نظر»
task-mismatch-status = انظري إليه
task-sealed = انظري إلى ما خُتم
task-sealed-status = ينتظر توقيعك
task-asks = يطلب { $who } رؤية شيء
task-asks-status = ينتظر جوابك
task-draft = انظري قبل أن يذهب إلى { $who }
task-draft-status = ينتظرك
code-title = السماح لشخص بأن يطلب مني
code-lead = لا يستطيع أحد أن يطلب منك شيئًا دون رمز منك. رمز واحد يسمح بوصول طلب واحد إليك. ولا يسمح لأحد برؤية أي شيء.
code-make = اصنعي رمزًا
code-once = أعطيه لشخص واحد فقط. يعمل مرة واحدة، خلال 30 يومًا. لا نستطيع إظهاره مرة أخرى.

## What was sealed

sealed-title = ما الذي خُتم
sealed-lead = نُسخ هذا من هاتفك وخُتم في { $when }. أنت وحدك تستطيعين فتحه. فتحناه للتو، على هذا الجهاز، لعدّه.
sealed-counts = ما الذي فيه
sealed-means = التوقيع يعني: لقد رأيت هذه الأرقام. وهو لا يشارك شيئًا مع أحد.
sealed-sign = رأيته، أوقّع
sealed-later = ليس الآن
sealed-done-title = لقد وقّعت عليه
sealed-done = وقّعت في { $when }. يُحفظ توقيعك مع ما خُتم.
sealed-kept = إن غيّر أحد ما خُتم، فستُظهره نظرتك التالية.
sealed-how = فحص هذا الجهاز توقيع الحارسة على هذه الأرقام. العلامات أدناه هي نفسها على ورقتك.
added-how = فحص هذا الجهاز توقيعك أنت على هذه الأرقام. لم تشارك أي حارسة.
id-number = الرقم
id-mark = علامة كل ما خُتم
id-guardian = مفتاح الحارسة
id-tool = خُتم بواسطة
id-line = السطر في السجل

kind-message = رسائل
kind-call = مكالمات
kind-contact = جهات اتصال
kind-account = حسابات
kind-media = صور وأفلام وأصوات
kind-location = أماكن
kind-browser = صفحات ويب تمت زيارتها
kind-app-data = بيانات تطبيقات أخرى
kind-document = مستندات
kind-calendar = مواعيد التقويم
kind-note = ملاحظات
kind-device-event = أشياء فعلها الهاتف
kind-other = أشياء أخرى
file-image = صور
file-video = أفلام
file-audio = أصوات
file-other = ملفات أخرى

## Opening with the lock of a device

passkeys-title = الفتح بقفل هذا الهاتف
passkeys-lead = يمكنك فتح حسابك بقفل هذا الهاتف، إلى جانب عبارة مرورك. يسمى هذا مفتاح مرور (passkey).
passkeys-warn = عندها يستطيع كل من يفتح قفل هذا الهاتف أن يفتح حسابك. لا تفعلي هذا إذا كان شخص آخر يعرف رمزه، أو له فيه إصبع أو وجه.
passkeys-listed = يعرض هاتفك مفتاح المرور في قائمة، مع اسم هذه الصفحة.
passkeys-stays = تبقى عبارة مرورك صالحة. احتفظي بها: الهاتف الضائع يأخذ المفتاح معه.
passkeys-copied = بعض الهواتف تنسخ مفاتيح المرور إلى أجهزتك الأخرى. لا نستطيع أن نرى إلى أين.
passkeys-made = مفتاح مرور أُنشئ في { $when }
passkeys-end = أزيلي هذا المفتاح
passkeys-add = أنشئي مفتاح مرور على هذا الهاتف
passkeys-none = لا توجد مفاتيح مرور في هذا المتصفح.
passkeys-use = افتحي بقفل هذا الهاتف

## Someone asks, in easy words

easy-show = اعرضي هذا بكلمات سهلة مع صور
easy-hide = اعرضي كل الكلمات من جديد
easy-all = كل كلمات الطلب
easy-title-who = من الذي يطلب؟
easy-title-what = ماذا يريدون أن يروا؟
easy-title-why = لماذا يطلبون؟
easy-title-answer = ماذا يمكنك أن تقولي؟
easy-title-yes = ماذا يحدث إذا قلت نعم؟
easy-title-no = ماذا يحدث إذا قلت لا؟
easy-title-time = كم لديك من الوقت؟
easy-picture-who = صورة: شخص يتكلم
easy-picture-what = صورة: هاتف فيه رسائل
easy-picture-why = صورة: علامة استفهام
easy-picture-answer = صورة: علامة صح وعلامة خطأ
easy-picture-yes = صورة: سهم من هاتف إلى ورقة
easy-picture-no = صورة: هاتف أمامه حاجز
easy-picture-time = صورة: ساعة
easy-who = { $who } هو من يطلب.
easy-works = يعمل لدى { $organisation }.
easy-police = الشرطة تطلب.
easy-counselling = يريدون أحاديث خاصة مع شخص يساعدك.
easy-lawyer = محامٍ يطلب.
easy-court = أمرت محكمة بهذا.
easy-no-court = لم تأمر أي محكمة بهذا.
easy-what = يريدون أن يروا: { $kinds }.
easy-days = من { $from } إلى { $to }.
easy-any-day = من أي يوم.
easy-see = يمكنك أن تري كل شيء قبل أن تجيبي.
easy-why = هذا ما كتبوه.
easy-not-checked = لم نتحقق مما إذا كان صحيحًا.
easy-yes = يمكنك أن تقولي نعم.
easy-part = يمكنك أن تقولي نعم لجزء منه.
easy-no = يمكنك أن تقولي لا.
easy-reason = لا يلزمك أن تقولي لماذا.
easy-order-yes = لا تحتاج المحكمة إلى موافقتك.
easy-order-lawyer = تحدثي أولًا إلى محاميك الخاص.
easy-gets = يحصلون على الأشياء التي تختارينها.
easy-copy = يمكنهم الاحتفاظ بنسخة.
easy-other-side = قد يراها الطرف الآخر في القضية أيضًا.
easy-later = يمكنك أن توقفي هذا لاحقًا.
easy-no-back = لا يمكنك استرجاع ما لديهم بالفعل.
easy-nothing-goes = لا يذهب إليهم شيء بسبب هذا الطلب.
easy-case = لا تنتهي القضية لمجرد أنك قلت لا.
easy-matter = قد يكون لكلمة لا أثر في القضية أحيانًا.
easy-adviser = يستطيع مستشارك أن يخبرك بالمزيد.
easy-order-stays = لا ينتهي الأمر القضائي عندما تقولين لا.
easy-order-then = إذا لم تفعلي ما تأمر به المحكمة، فقد تكون لذلك عواقب عليك.
easy-until = يمكنك أن تجيبي حتى { $when }.
easy-question = يمكنك أن تطرحي عليهم سؤالًا أولًا.

## Someone asks

asks-title = شخص ما يطلب
asks-lead = يطلب { $who } من { $organisation } رؤية بعض ما نُسخ من هاتفك.
asks-may-refuse = يمكنك أن تقولي لا. يمكنك أن تقولي نعم لجزء. لا يلزمك ذكر سبب.
asks-ordered = أمرت محكمة بهذا. ولا يحتاج إلى موافقتك. تحدثي إلى محاميك الخاص قبل أن تفعلي أي شيء.
route-vir = الشرطة تطلبه. لم تأمر به أي محكمة.
route-counselling = الشرطة تطلب أحاديث خاصة مع شخص يساعدك. لم تأمر بها أي محكمة.
route-agreement = الشرطة تطلب منك الموافقة عليه. لم تأمر به أي محكمة.
route-court = أمرت به محكمة.
route-civil = محامٍ في قضية مدنية يطلبه. لم تأمر به أي محكمة، ولا تقف وراءه سلطة شرطة.
asks-checked = الاسم الذي استطعنا التحقق منه هو «{ $name }». أكّده { $by }. وما يلي هو ما كتبوه بأنفسهم.
asks-by = بأي حق
asks-approver = من وافق على أن يطلبوا
asks-court = المحكمة
asks-order = رقم الأمر
asks-deadline = آخر يوم حددته المحكمة
asks-claim = الدعوى
asks-own-lawyer = محاميك الخاص، كما يقولون
asks-proxy = من يتحدث باسمك، كما يقولون
asks-views = ما يقولون إنك ترينه
asks-name = الاسم
asks-organisation = يعمل لدى
asks-reference = بشأن
asks-contact = كيف تصلين إليهم
asks-answer-by = ينتهي الطلب في
asks-how = الاسم المتحقق منه موجود في شهادة تقود إلى المفاتيح التي كانت لدى هذه الخدمة في زيارتك الأولى. ما كتبوه هو كلامهم. لم نتحقق من صحته.
asks-look = أريني ما هو بالضبط
asks-no-hurry = لا داعي للعجلة. يمكنك قفل هذه الصفحة والعودة لاحقًا.
share-nothing = لا أشارك شيئًا
sought-kinds = ما يطلبونه
sought-days = من أي أيام
sought-any-day = أي يوم
sought-from-to = من { $from } إلى { $to }
sought-words = وفيه هذه الكلمات
sought-whole = وفيه هذه الكلمات كاملة
sought-also = ويطلبون أيضًا
sought-near = ما قيل حول هذه الكلمات: حتى { $count } قبلها وبعدها
sought-only = لكن فقط
sought-own = ليس ما قاله شخص آخر واقتُبس أو أُعيد توجيهه فيه
sought-once = كل شيء مرة واحدة
sought-masked = الأشخاص الذين ليسوا في المحادثة بأرقام بدل الأسماء، بقدر ما نجدهم
masked-limit = من هو في المحادثة يبقى اسمه. والاسم الموجود فقط فيما كتبه أحد، أو في صورة أو تسجيل، يبقى أيضا.
sought-grid = الأماكن بشكل تقريبي فقط
sought-grid-about = إلى حوالي { $km } كم
sought-media = فقط ملفات من هذه الأنواع
sought-media-none = لا ملفات
sought-media-image = صور
sought-media-audio = تسجيلات
sought-media-video = مقاطع فيديو
sought-media-document = ملفات أخرى
sought-people = مع هؤلاء الأشخاص
sought-threads = من
sought-count = { $count ->
    [one] محادثة واحدة ({ $count })
   *[other] عدد المحادثات: { $count }
 }
left-blank = تركوا هذا فارغًا.
why-title = لماذا يطلبون
why-lead = هذه كلماتهم هم.
why-belief = لماذا يظنون أنه هنا
why-probative = لماذا هذا مهم إلى هذا الحد
why-presumption = لماذا لا يكفي شيء آخر
why-confidential = لماذا يطلبون شيئًا خاصًا
why-enquiry = ما الذي يريدون معرفته
why-relevance = كيف يساعد هذا
why-necessity = لماذا يحتاجون إليه
why-alternatives = ما الذي جرّبوه أيضًا
why-excess = ما الذي قد يأتي معه
why-people = من سيراه
why-storage = أين يُحفظ
why-retention = لأي مدة
why-defence = الطرف الآخر
questions-title = اسأليهم شيئًا
questions-lead = يمكنك أن تسألي قبل أن تقرري. سيرون كلماتك، وقد تراها محكمة أيضًا. أنت وحدك تستطيعين بدء هذا.
questions-ask = سؤالك
questions-hint = يذهب إلى الشخص الذي يطلب. لا تكتبي ما لا تريدين أن يعرفوه.
questions-send = أرسلي هذا السؤال
questions-waiting = لا رد بعد.
points-title = ما ينبغي أن تعرفيه
points-hint = ضعي علامة على كل نقطة بعد قراءتها. وضع العلامة لا يشارك شيئًا.
points-fault = { $left ->
    [one] نقطة واحدة ({ $left }) لم توضع عليها علامة بعد. اقرئيها، ثم ضعي العلامة.
   *[other] نقاط لم توضع عليها علامة بعد: { $left }. اقرئيها، ثم ضعي العلامات.
 }

refuse-title = لا تشاركين شيئًا؟
refuse-lead = يُقال لهم إنك قلت لا. لا يُقال لهم لماذا، ولا تُسألين لماذا.
refuse-not-ended = قول لا لا ينهي القضية وحده. قد يكون له أثر في القضية أحيانًا. يستطيع مستشارك أن يخبرك إن كان كذلك.
refuse-ordered = هذا لا ينهي الأمر القضائي. عدم تنفيذ ما تأمر به المحكمة قد تكون له عواقب عليك. اسألي محاميك الخاص أولًا.
refuse-back = رجوع
refused-title = لا شيء يُشارَك
refused-lead = قلت لا. لا شيء يغادر من هنا بسبب هذا الطلب.
refused-told = يرون أن الجواب كان لا. قد تأمر محكمة بشيء مع ذلك، وعندها تُبلّغين ما لم تمنع المحكمة ذلك.

## Exactly this

exactly-title = هذا بالضبط ما سيُشارَك
exactly-which = لديك أكثر من نسخة مختومة. عن أيها هذا؟
exactly-which-one = النسخة { $number }
exactly-nothing-sealed = لم يُختم لك شيء بعد، فلا شيء لمشاركته.
exactly-leave = { $count ->
    [zero] شيء سيُشارَك
    [one] شيء سيُشارَك
    [two] شيئان سيُشارَكان
    [few] أشياء ستُشارَك
    [many] شيئًا سيُشارَك
   *[other] شيء سيُشارَك
 }
exactly-stay = { $count ->
    [zero] شيء يبقى هنا
    [one] شيء يبقى هنا
    [two] شيئان يبقيان هنا
    [few] أشياء تبقى هنا
    [many] شيئًا يبقى هنا
   *[other] شيء يبقى هنا
 }
exactly-all-asked = هذا كل ما طُلب. يمكنك استبعاد أي شيء أدناه.
exactly-fewer = { $count ->
    [one] استبعدت شيئًا واحدًا ({ $count }) مما طُلب.
   *[other] عدد ما استبعدته مما طُلب: { $count }.
 }
exactly-private = { $count ->
    [one] طُلب أيضًا شيء خاص واحد ({ $count }). يبقى هنا ما لم تضيفيه.
   *[other] طُلبت أيضًا أشياء خاصة، عددها { $count }. تبقى هنا ما لم تضيفيها.
 }
private-title = محادثات خاصة طُلبت
private-hint = تبقى هنا. ضعي علامة على واحدة فقط إن أردت أن تذهب، كل واحدة على حدة.
class-intimate = حميمة
class-health = مع طبيب أو ممرضة
class-legal = مع محامٍ
class-counselling = مع مرشد أو شخص يساعد
class-child = مع طفل
class-third-party = عن شخص آخر
class-other = خاصة
exactly-next = بعد أن تريه
exactly-none-left = لم يبق شيء لمشاركته.
exactly-go-on = تابعي إلى القرار
others-title = { $count ->
    [one] في هذا شخص آخر واحد ({ $count })
   *[other] عدد الأشخاص الآخرين في هذا: { $count }
 }
others-lead = ستُشارَك كلماتهم أو أرقامهم أيضًا.
filters-title = استبعدي أشخاصًا أو أيامًا أو أنواعًا
filters-masked = أشخاص آخرون
filters-masked-do = أظهري الأشخاص الآخرين برقم بدلًا من الاسم ورقم الهاتف
filters-kinds = استبعدي هذه الأنواع
filters-people = استبعدي كل شيء مع هؤلاء الأشخاص
filters-people-hint = تُستبعد كاملةً أي مجموعة هم فيها.
filters-groups = استبعدي هذه
filters-from = ابتداءً من هذا اليوم فقط
filters-from-hint = مثلًا 27 3 2026. اتركيه فارغًا دون حد.
filters-to = حتى هذا اليوم فقط
filters-use-days = استخدمي هذه الأيام
days-order = يجب ألا يكون اليوم الأخير قبل الأول.
group-counts = سيُشارَك { $leaving } من { $asked }.
group-private = هذا يبقى هنا. إنه خاص، ولا يذهب إلا إن أضفته بنفسك.
group-out = استبعدت هذا كله.
group-show = أظهري هذه، وعددها { $count }
leave-out = استبعدي هذا
put-back = أعيدي هذا
stays-out-of-scope = يبقى هنا
stays-excluded-by-survivor = استبعدت هذا
stays-privileged = يبقى هنا
stays-third-party = يبقى هنا
stays-not-relevant = يبقى هنا
stays-unknown = يبقى هنا: لا نستطيع معرفة إن كان قد طُلب
stays-transformed = يبقى هنا
goes-changed = يذهب بعد تغييره. يحصلون على النسخة التي ترينها هنا.
record-withheld = غير معروض
from-you = أنت
no-date = تاريخ غير معروف
between = بين { $from } و{ $to }
call-in = اتصل بك { $who }
call-out = اتصلت أنت بـ { $who }
one-message = رسالة
one-call = مكالمة
one-contact = جهة اتصال
one-account = حساب
one-media = صورة أو فيلم أو صوت
one-location = مكان
one-browser = صفحة ويب
one-app-data = بيانات تطبيق
one-document = مستند
one-calendar = موعد في التقويم
one-note = ملاحظة
one-device-event = شيء فعله الهاتف
one-other = شيء آخر
medium-covered = صورة مغطاة. اضغطي لرؤيتها.
medium-opening = جارٍ فتح الصورة.
medium-open = اضغطي لتغطية الصورة.
medium-failed = تعذّر عرض هذه الصورة. اضغطي للمحاولة مرة أخرى.
medium-missing = يذكر الهاتف صورة هنا، لكنها ليست فيه.
medium-file = ملف، { $kilobytes } ك.ب: { $name }
medium-stripped = تذهب دون المكان والوقت المخفيين في الصورة
medium-stripped-sound = يذهب دون المكان والوقت المخفيين في التسجيل
medium-stays = لا يذهب: لا نستطيع إزالة المكان منه
medium-unasked = لا يذهب: لم يطلبوا هذا النوع من الملفات
hidden-stripped = { $count ->
    [one] تذهب صورة واحدة أو تسجيل واحد ({ $count }) دون المكان والوقت المخفيين.
   *[other] عدد الصور أو التسجيلات التي تذهب دون المكان والوقت المخفيين فيها: { $count }.
 }
hidden-stay = { $count ->
    [one] لا يذهب ملف واحد ({ $count }): لا نستطيع إزالة المكان منه.
   *[other] عدد الملفات التي لا تذهب لأننا لا نستطيع إزالة المكان منها: { $count }.
 }
hidden-unasked = { $count ->
    [one] لا يذهب ملف واحد ({ $count }): لم يطلبوا نوعه.
   *[other] عدد الملفات التي لا تذهب لأنهم لم يطلبوا نوعها: { $count }.
 }
hidden-copies = { $count ->
    [one] يذهب سجل واحد ({ $count }) بعد تغييره: دون مكانه أو دون مكانه الدقيق، أو بأرقام بدل أشخاص آخرين.
   *[other] عدد السجلات التي تذهب بعد تغييرها، دون مكانها أو دون مكانها الدقيق أو بأرقام بدل أشخاص آخرين: { $count }.
 }

## Check and decide

decide-title = تحققي وقرري
decide-back = رجوع إلى ما سيُشارَك
decide-nobody = ليس لمن يطلب مفتاح هنا، فلا يمكن مشاركة شيء معه.
decide-what = ماذا
decide-records = { $count ->
    [one] شيء واحد ({ $count })، كما رأيته للتو. ويبقى هنا { $stay }.
   *[other] عدد الأشياء، كما رأيتها للتو: { $count }. ويبقى هنا { $stay }.
 }
decide-who = من يحصل عليه
decide-why = لماذا يطلبون
decide-how = سيحدد توقيعك هذه الأشياء بالضبط، وعددها { $count }، بالعلامة أدناه. أي شيء آخر يعطي علامة أخرى.
until = حتى متى
decide-before-4 = ما استبعدته، يرون أن شيئًا استُبعد، وفي أي يوم ومع من. ولا يرون ما هو.
until-hint = يستطيعون استلامه حتى نهاية هذا اليوم. المدة القصيرة أفضل: يمكنك الموافقة مرة أخرى لاحقًا.
until-past = اختاري يومًا لم ينته بعد.
until-long = اختاري يومًا خلال سنة واحدة.
approval = قبل أن يذهب
approval-ask = اسأليني مرة أخرى
approval-ask-hint = يُجهَّز. تنظرين إليه مرة أخرى، ثم تتركينه يذهب أو توقفينه.
approval-auto = دعيه يذهب دون سؤالي مرة أخرى
approval-auto-hint = يذهب بمجرد أن يصبح جاهزًا.
approval-fault = اختاري إن كنت تريدين أن تُسألي مرة أخرى.
visit-title = ما دُوّن عن هاتفك وعن الزيارة ({ $count })
visit-lead = قد تسأل المحكمة كيف قُرئ هاتفك ومن قرأه. من ساعدك دوّن هذا ووقّعه.
visit-legend = ما يجوز أن يذهب معه
visit-hint = لا يذهب شيء لم تؤشري عليه. ولا يلزمك أن تؤشري على شيء.
visit-unknown = غير معروف ({ $why })
visit-clock-ahead = متقدمة { $seconds } ثانية ({ $reference })
visit-clock-behind = متأخرة { $seconds } ثانية ({ $reference })
visit-clock-right = صحيحة ({ $reference })
visit-device-model = أي هاتف هو
visit-device-identifiers = أرقامه الخاصة ورقم هاتفك
visit-device-condition = كيف كان يبدو
visit-device-battery = بطاريته
visit-device-network = شبكته
visit-device-clock = ساعته
visit-guardian-name = من قرأه
visit-guardian-competence = على ماذا تدرّب
visit-place = أين
visit-start = متى بدأ
visit-end = متى انتهى
visit-tool-settings = كيف ضُبطت الأداة
visit-method = كيف قُرئ
visit-method-validation = أين اختُبر ذلك
visit-exceptions = ما الذي لم ينجح
visit-interruptions = فترات توقف
visit-countersignature-absence = لماذا لم توقّعي
decide-before = قبل أن تضغطي
decide-before-1 = بمجرد أن يستلموه تصبح لديهم نسخة. لا نستطيع استرجاع تلك النسخة.
decide-before-2 = يمكنك التوقف في أي وقت. من تلك اللحظة لا يغادر من هنا شيء آخر.
decide-before-3 = إن كان مهمًا للقضية، فقد يُعرض على محامي الطرف الآخر أيضًا.
decide-share = { $count ->
    [one] شاركي هذا الشيء ({ $count })
   *[other] شاركي هذه الأشياء ({ $count })
 }
decide-not-shared = ما لم تريه تحت «ما أشاركه»، فلم يُشارَك شيء.
agreed-title = لقد وافقت
agreed-lead = { $count ->
    [one] وافقت على مشاركة شيء واحد ({ $count }).
   *[other] عدد الأشياء التي وافقت على مشاركتها: { $count }.
 }
agreed-ask = يُجهَّز الآن. لا يذهب قبل أن تنظري إليه وتتركيه يذهب.
agreed-auto = يُجهَّز الآن. يذهب إليهم بمجرد أن يصبح جاهزًا.
agreed-mind = يمكنك تغيير رأيك في أي وقت تحت «ما أشاركه».

## Before it goes

draft-title = قبل أن يذهب
draft-none = لا شيء هنا للنظر إليه الآن. قائمتك تُظهر حال الأمور.
draft-same = { $count ->
    [one] هذا بالضبط ما وافقت عليه: شيء واحد ({ $count })، ولا شيء غيره.
   *[other] هذا بالضبط ما وافقت عليه: عدد الأشياء { $count }، ولا شيء غيرها.
 }
draft-differs = هذا ليس ما وافقت عليه. لا يمكن أن يذهب. أوقفيه من فضلك، وأخبري شخصًا تثقين به.
draft-agreed = وافقت في
draft-records = ما الذي سيذهب
draft-how = فتح هذا الجهاز ما جُهّز، وفحصه خطوة بخطوة مقابل ما وقّعت عليه.
draft-let-go = دعيه يذهب
draft-stop = أوقفيه
gone-title = تركته يذهب
gone-lead = يستطيع { $who } استلامه حتى { $until }.
gone-mind = إلى أن يستلموه، ما زال بإمكانك إيقافه. وما استلموه فهو لديهم.

## What I share

shares-title = ما أشاركه
shares-none = لا تشاركين شيئًا.
share-heading = { $count ->
    [one] شيء واحد ({ $count }) لـ { $who }
   *[other] أشياء عددها { $count } لـ { $who }
 }
share-left = هل تم استلامه؟
share-left-nothing = لا. لم يغادر شيء حتى الآن.
share-left-at = نعم، استلمه { $who } في { $when }.
share-stopped = أوقفته في
share-receipt = أظهري الإيصال
share-stop = أوقفي المشاركة مع { $who }
state-stopped = متوقف
state-ended = انتهى
state-left = تم الاستلام
state-ready = يمكن استلامه
state-draft = ينتظرك
state-failed = لم ينجح: لم يغادر شيء
state-working = يُجهَّز
stop-title = إيقاف المشاركة مع { $who }؟
stop-1 = منذ لحظة ضغطك، لا يغادر من هنا شيء آخر.
stop-2 = لا تُسألين لماذا.
stop-3 = تحصلين على ورقة تقول ما الذي كان قد غادر.
stop-left = لقد استلموا شيئًا بالفعل. الإيقاف لا يسترجعه.
stop-now = أوقفي الآن
stop-keep = ارجعي، تابعي المشاركة
stopped-title = متوقف
stopped-lead = أوقفت هذا في { $when }. لا يغادر من هنا شيء آخر بسببه.
stopped-draining = { $count ->
    [one] كان إرسال واحد ({ $count }) لا يزال جاريًا عندما أوقفت، ويجري قطعه.
   *[other] إرسالات كانت لا تزال جارية عندما أوقفت، ويجري قطعها: { $count }.
 }
stopped-left-title = ما الذي كان قد غادر
stopped-left-nothing = لا شيء.
stopped-left-to = { $count ->
    [one] شيء واحد ({ $count })، استلمه { $who } في { $when }.
   *[other] أشياء عددها { $count }، استلمها { $who } في { $when }.
 }
stopped-undo-title = ما الذي لا يفعله الإيقاف
stopped-undo-1 = لا يسترجع ما تم استلامه.
stopped-undo-2 = ما الذي يجب أن يفعلوه به أمر يقوله هم والمحكمة.
stopped-undo-3 = قد تأمر محكمة بشيء مع ذلك. عندها تُبلّغين، ما لم تمنع المحكمة ذلك.

## Who looked

looked-title = من نظر
looked-door = أدخلي عبارة مرورك مرة أخرى. هذه القائمة قد تخبر من يمسك هاتفك بما تفعلينه هنا.
looked-open = افتحي القائمة
looked-cannot = هذا يُظهر كل استخدام عبر هذه الخدمة. ولا يستطيع إظهار من نسخ ملفًا بعد فتحه.
looked-none = لم يفعل أحد غيرك شيئًا هنا.
looked-own-show = { $count ->
    [one] أظهري شيئًا واحدًا ({ $count }) فعلته بنفسك
   *[other] أظهري ما فعلته بنفسك ({ $count })
 }
looked-own-hide = أخفي ما فعلته بنفسي
looked-again = انظري مرة أخرى
looked-confirmed = تم الفحص: هذه السطور لم تتغير.
looked-unconfirmed = { $count ->
    [one] لم يؤكَّد بعد: سطر واحد ({ $count }) أحدث من آخر تأكيد. يستغرق هذا عادةً أقل من دقيقة.
   *[other] لم يؤكَّد بعد: عدد السطور الأحدث من آخر تأكيد { $count }. يستغرق هذا عادةً أقل من دقيقة.
 }
looked-unconfirmed-all = لم يؤكَّد بعد: لم يؤكد أي مدقق هذه السطور حتى الآن.
looked-old = لم يؤكَّد حديثًا: مضى على آخر تأكيد أكثر من يوم. قد تكون هناك سطور أحدث ناقصة.
looked-seen = كان آخر تأكيد في { $when }.
looked-how = صنع هذا الجهاز علامات سطورك من مفتاحك أنت، ووجد كلًّا منها مرة واحدة، بالترتيب. ثم فحص كل سطر مقابل آخر حالة مؤكدة للقائمة.
looked-witness = المدققون هم الذين سمّتهم هذه الخدمة في زيارتك الأولى. إن كانت الخدمة تشغّلهم بنفسها، فهم ليسوا مستقلين.
looked-asked = سألنا بأنفسنا أحد المدققين، { $name }. كان قد رأى القائمة نفسها آخر مرة في { $when }.
looked-asked-away = حاولنا أن نسأل بأنفسنا أحد المدققين، { $name }. لم يُجب. ما رآه المدققون نعرفه من هذه الخدمة وحدها.
looked-asked-nobody = لا يمكن سؤال أي من المدققين من هنا. لم نسأل أحدًا آخر إن كانت توجد سطور أحدث.
looked-mismatch = شيء ما لا يتطابق
looked-mismatch-next = لا تحذفي شيئًا. القائمة التي أرسلتها الخدمة ليست القائمة التي أُكدت. اتصلي بشخص خارج هذه الخدمة تثقين به.
looked-still = هذه المرة، ما أرسلته الخدمة يوافق ما يتذكره هذا الجهاز. هذا لا يلغي ما شوهد من قبل.
finding-witness = في { $when }، كان المدقق { $name } قد أكد قائمة غير التي أرتك إياها الخدمة.
finding-growth = في { $when }، لم تكن القائمة قائمة زيارتك الأخيرة مع سطور أحدث في آخرها.
finding-receipt = في { $when }، كان سطر وعدتك به الخدمة ناقصًا أو مغيّرًا.
finding-lines = في { $when }، لم تكن السطور التي أرسلتها الخدمة كاملة، أو لم تكن السطور المؤكدة.
finding-kept = يبقى هذا هنا إلى أن تقولي مع من تحدثتِ عنه.
finding-not-kept = لم نتمكن من حفظ هذا في حسابك. احفظي الملف قبل أن تغادري هذه الصفحة.
finding-file = يُظهر الملف ما لم يتطابق. ليس فيه أي سطر من سطورك ولا أي مفتاح لك.
finding-save = احفظيه كملف
finding-whom = مع من تحدثتِ عن هذا؟
finding-whom-hint = شخص من خارج هذه الخدمة، ومن أين هو.
finding-whom-fault = اكتبي مع من تحدثتِ، في 200 حرف على الأكثر
finding-done = لقد تحدثت معهم
finding-told = تحدثتِ عنه مع { $whom }، كما دوّنتِ في { $when }.
finding-earlier = ما لم يتطابق من قبل
words-lead = ست كلمات تتيح لشخصين المقارنة عبر الهاتف. ومن يحتفظ بنسخة من القائمة كلها يستطيع صنعها أيضًا.
words-show = أظهري ست كلمات للتحقق
words-list = تمثل قائمة الجميع بهذا الطول: { $count }. إن كانت كلماتهم لهذا الطول مختلفة، فشيء ما لا يتطابق.
words-receipt = تمثل هذا الإيصال: رقمه، وعلامة ما خُتم، ومن ختمه، والسطر في السجل.
line-about = بشأن: { $who }، { $why }.
line-unconfirmed = هذا السطر لم يؤكَّد بعد.
line-who = الاسم المذكور هنا: { $name }.
line-stop = أوقفي هذا الوصول
line-envelope-handout = فتح { $who } ما وافقت عليه، لتجهيزه.
line-release-collect = استلم { $who } ما شاركته.
line-catalogue-handout = استلم { $who } قائمة بما تحتويه نسختك.
line-draft-open = نظر { $who } إلى شيء قبل أن يذهب.
line-own-unlock = سجّل { $who } الدخول إلى حسابك.
line-own-open = فتح { $who } أشياءك المختومة.
line-account-create = أنشأ { $who } حسابك.
line-account-passkey = أنشأ { $who } مفتاح مرور.
line-account-passkeyend = أزال { $who } مفتاح مرور.
line-ingest = ختم { $who } نسخة من هاتفك لك.
line-ingest-added = أضفت شيئًا بنفسك.
line-receipt = وقّع { $who } على ما خُتم.
line-request-submit = طلب { $who } رؤية شيء.
line-request-amend = أجاب { $who } على طلب بلا.
line-request-change = جعل { $who } طلبًا أصغر، أو غيّر كلماته.
line-request-ask = سأل { $who } شيئًا عن طلب.
line-request-reply = رد { $who } على سؤال.
line-request-code = أنشأ { $who } رمزًا لطلب واحد.
line-role-name = اختار { $who } مناصرًا.
line-role-drop = أنهى { $who } عمل مناصر.
line-role-show = سمح { $who } لمناصر برؤية طلب.
line-role-hide = استعاد { $who } طلبًا من مناصر.
line-request-withdraw = سحب { $who } طلبًا.
line-grant = وافق { $who } على مشاركة شيء.
line-approval = ترك { $who } شيئًا يذهب.
line-release-publish = جهّز { $who } ما وافقت عليه.
line-withdraw = أوقف { $who } المشاركة.
line-expire = أغلق { $who } شيئًا تمت مشاركته لأن مدته انتهت.
line-erase = حذف { $who } شيئًا.
line-erase-ask = طلب { $who } حذف شيء.
line-erase-cancel = قرر { $who } الاحتفاظ به رغم ذلك.
line-hold-set = سجّل { $who } أن محكمة تريد الاحتفاظ بشيء.
line-hold-lift = سجّل { $who } أن محكمة لم تعد تريد الاحتفاظ به.
line-policy-exclude = حدد { $who } شيئًا يُستبعد دائمًا.
line-policy-lift = أنهى { $who } قاعدة لاستبعاد شيء.
line-system-fsck = فحص { $who } أشياءك المختومة بحثًا عن تلف. لم يرَ أحد ما فيها.
line-system-backup = صنع { $who } نسخة احتياطية من كل ما هو محفوظ، ومنه أشياؤك المختومة. لم يرَ أحد ما فيها.
line-system-restore = أُعيد تشغيل { $who } من نسخة احتياطية، ومعها أشياؤك المختومة.
line-release-list = اطّلع { $who } على قائمة ما شاركته معهم.
line-request-read = قرأ { $who } طلبًا يتعلق بك.
line-catalogue-list = اطّلع { $who } على قائمة ما تحتويه نسخك مما يمكن التحقق منه.
line-key-split = أعدّ { $who } طريقًا للعودة إلى حسابك، ببطاقة وثلاثة مساعدين.
line-key-drop = أنهى { $who } طريق العودة إلى حسابك.
line-key-held = قال { $who } إن جزأه من طريق عودتك موجود.
line-key-rehearse = جرّب { $who } هل ما زال طريق عودتك يعمل.
line-key-list = اطّلع { $who } على ما يحفظه من أجزاء طرق العودة.
line-key-hand = سلّم { $who } جزأه من طريق عودتك.
line-account-recover = استعمل { $who } بطاقتك لطلب العودة إلى حسابك. إن لم تكوني أنت، فقولي ذلك اليوم.
line-account-stop = أوقف { $who } عودة إلى حسابك.
line-account-change = عاد { $who } إلى حسابك ببطاقتك ووضع عبارة مرور جديدة.
line-own-share = أخرج { $who } جزأه من طريق عودتك وهو ما زال مختومًا.
line-own-recover = أخذ { $who } ببطاقتك ما يفتح حسابك من جديد.
line-other = فعل { $who } شيئًا ليس لهذه الصفحة كلمات له ({ $act }).
role-survivor = أنت
role-guardian = حارستك
role-worker = آلة الخدمة
role-investigator = محقق
role-prosecutor = مدّعٍ عام
role-solicitor = محامٍ
role-supervisor = مشرف
role-disclosure-officer = مسؤول إفصاح
role-defence-reviewer = مراجع عن الدفاع
role-court-expert = خبير للمحكمة
role-advocate = مناصر
role-auditor = مدقق
role-administrator = مدير النظام
role-support = عامل دعم
role-system = الخدمة
role-of = { $role } من { $organisation }
end-denied = أُوقف: لم يكن مسموحًا.
end-partial = وصل جزء فقط.
end-aborted = انقطع. لا نستطيع القول إن كان شيء قد شوهد.
end-unknown = لا نعرف كيف انتهى.
end-error = لم ينجح.
end-mismatch = أُوقف، لأن ما خرج لم يكن ما وافقت عليه.
end-open = لم ينته بعد، أو لم يقل أحد كيف انتهى.

## My things

things-title = أشيائي
things-lead = هذا ما يوجد هنا لك. وهو مختوم، وأنت وحدك تستطيعين فتحه.
things-none = لا يوجد شيء هنا بعد.
things-one = النسخة المختومة { $number }
things-added-one = ما أضفته في { $when }
things-open = افتحيها
things-sealed = { $count ->
    [one] خُتمت في { $when }: شيء واحد ({ $count }).
   *[other] خُتمت في { $when }: عدد الأشياء { $count }.
 }
things-signed = وقّعت عليها.
things-unsigned = لم توقّعي عليها بعد.
things-look = انظري في داخلها
inside-lead = أنت وحدك ترين هذا. النظر لا يشارك شيئًا.
things-erased = طلبت حذف هذا. لا يستطيع أحد فتحه بعد الآن.
things-to-erase = طلبت حذف هذا.
things-by = ختمها { $name }.
things-by-org = تشهد { $org } على هذا الاسم.
things-by-nobody = لا أحد ممن تعرفهم هذه الصفحة يشهد على هذا الاسم.
things-by-you = أضفت هذا بنفسك. لم تأخذه أي حارسة من هاتف، ولا أحد يضمنه.
things-device = لا شيء مما وُقّع يقول أي هاتف كان.
things-size = ما يُحفظ هنا يشغل { $size } في المجموع.
add-title = أضيفي شيئًا بنفسك
add-lead = يمكنك أن تضيفي أوراقًا أو صورًا أو تسجيلات أو شيئًا تكتبينه هنا أو أمر محكمة.
add-note-limits = حتى { $files } ملفًا في المرة. قد يبلغ الملف الواحد { $file }، وكلها معًا { $total }.
add-note-place = قد تحمل الصورة المكان الذي التُقطت فيه. يبقى المكان فيما يرقد هنا.
add-note-stripped = إذا شاركتها دون الأماكن، يُنزع المكان أولًا. وحيث لا يمكن ذلك، لا يُشارك الملف.
add-note-who = سيُقال دائمًا إنك أضفته بنفسك. ولا أحد يضمنه.
add-files = اختاري ملفات
add-write = أو اكتبيه هنا
add-write-take = خذي هذا كملف
add-write-name = كلماتي.txt
add-kind = ما هذا؟
add-kind-document = ورقة أو مستند
add-kind-photo = صورة
add-kind-audio = تسجيل صوتي
add-kind-video = فيلم
add-kind-statement = ما أقوله عمّا حدث
add-kind-court-order = أمر محكمة
add-kind-fault = قولي ما هو.
add-day = من أي يوم هو؟
add-day-hint = اتركيه فارغًا إن كنت لا تعرفين. مثلًا 27 3 2026.
add-drop = اتركي هذا
add-none = اختاري ملفًا، أو اكتبي شيئًا وخذيه كملف.
add-do = أضيفي إلى أشيائي
add-not = لا تضيفي شيئًا
add-stay = ابقي على هذه الصفحة حتى ينتهي. إذا خرجت من الحساب قبل ذلك فلن يُضاف شيء، ويمكنك البدء من جديد.
add-going-title = جارٍ الإضافة
add-broken = ما خُتم ولم يُرسل بعد ينتظر على هذه الصفحة.
add-stop = أوقفي ولا تضيفي شيئًا
add-done-title = إنه يرقد هنا الآن
add-done = { $count ->
    [zero] لم يُضف أي ملف.
    [one] أُضيف ملف واحد. أعادت الخدمة قراءة كل شيء، وهو ما خُتم هنا.
    [two] أُضيف ملفان. أعادت الخدمة قراءة كل شيء، وهو ما خُتم هنا.
    [few] أُضيفت { $count } ملفات. أعادت الخدمة قراءة كل شيء، وهو ما خُتم هنا.
    [many] أُضيف { $count } ملفًا. أعادت الخدمة قراءة كل شيء، وهو ما خُتم هنا.
   *[other] أُضيف { $count } ملف. أعادت الخدمة قراءة كل شيء، وهو ما خُتم هنا.
 }
add-done-line = هذا هو السطر { $line } من القائمة التي تُظهر من فعل ماذا.
add-why-many = هذه ملفات كثيرة في مرة واحدة. اتركي بعضها، وأضيفيها بعد ذلك.
add-why-empty = هذا الملف فارغ.
add-why-long = هذا الملف طويل جدًا. شاركي ملفًا أقصر، أو اطلبي المساعدة.
add-why-total = هذه الملفات معًا طويلة جدًا. اتركي بعضها، وأضيفيها بعد ذلك.
add-why-name = لا يمكن استخدام اسم هذا الملف. غيّري اسمه، واختاريه مرة أخرى.
add-why-kind = هذا الملف شيء غير ما تقولين. اختاري ما هو.
add-why-same = هذا الملف هو نفسه ملف آخر هنا. اتركي أحدهما.
add-why-day = هذا اليوم لم يأت بعد، أو ليس يومًا.
copy-title = تنزيل نسخة كاملة
copy-lead = من حقك نسخة من كل ما يوجد هنا لك.
copy-warn = اقرئي هذا أولًا
copy-warn-1 = النسخة غير مختومة. من يحمل هذا الجهاز يستطيع فتحها.
copy-warn-2 = ستكون بين تنزيلات هذا الجهاز. مغادرة هذه الصفحة لا تزيلها.
copy-warn-3 = بعض الأجهزة ترسل تنزيلاتها إلى أجهزة أخرى من نفسها.
copy-warn-4 = إذا كان شخص آخر يستخدم هذا الجهاز أو يفحصه فلا تحفظيها هنا. يمكنك استخدام جهاز آخر لاحقًا.
copy-holds = ما فيها
copy-holds-1 = كل سجل وكل ملف، مفتوحًا.
copy-holds-2 = ما وُقّع، ليتمكن آخرون من التحقق من أن شيئًا لم يتغير.
copy-logged = صنعها سطر تحت «من نظر»، كشيء فعلته بنفسك.
copy-known = أعرف أن من يحمل هذا الجهاز يستطيع قراءة النسخة.
copy-known-fault = ضعي علامة أنك تعرفين هذا، أو لا تصنعي نسخة.
copy-make = اصنعي النسخة
copy-not = لا أريد نسخة
copy-going-title = تُصنع نسختك
copy-going = المسي الصفحة من حين إلى آخر. إذا أُقفلت فستبدئين من جديد.
copy-stop = أوقفيها وارميها
copy-broken-title = انقطع الاتصال
copy-broken = ما صُنع حتى الآن ينتظر على هذه الصفحة. لم يُحفظ شيء على هذا الجهاز بعد.
copy-on = تابعي
copy-ready-title = نسختك جاهزة
copy-ready = حجمها { $size }. هي على هذه الصفحة فقط، وتزول عندما تغادرين.
copy-save = احفظيها على هذا الجهاز
copy-throw = ارميها
copy-saved-title = حفظتِ نسختك
copy-saved = طُلب من متصفحك أن يحفظ { $size } باسم «notes.zip». لا نرى هل فعل ذلك ولا أين.
copy-saved-after = احذفيها من هناك عندما لا تحتاجين إليها، وأفرغي سلة المهملات.
copy-save-again = احفظيها مرة أخرى
copy-readme-1 = هذه نسخة كاملة مما هو مختوم لك. هي غير مختومة: من يملكها يستطيع قراءتها.
copy-readme-2 = في «records» كل سجل، واحد في كل سطر. وفي «objects» صور وملفات أخرى.
copy-readme-3 = الملفات الأخرى تبين أن شيئًا لم يتغير. للتحقق: safehold check-copy
copy-readme-4 = في «records» تعرض الملفات المنتهية بـ ‎.html السجلات في متصفح.

## Deleting

erase-title = احذفي هذه النسخة
erase-does = ما الذي يفعله الحذف
erase-does-1 = نتلف كل مفتاح لها. من تلك اللحظة لا يستطيع أحد فتحها، حتى أنت.
erase-does-2 = ثم نزيل ملفاتها.
erase-does-3 = يتوقف كل ما تشاركينه منها.
erase-not = ما الذي لا يفعله الحذف
erase-not-1 = لا يسترجع ما تم استلامه من قبل.
erase-not-2 = قائمة من نظر تبقى، دون ما كان فيها.
erase-not-3 = لا ينهي قضية. إن كانت محكمة قد تريد هذا، فاسألي محاميًا قبل أن تحذفيها.
erase-when = متى
erase-later = بعد سبعة أيام
erase-later-hint = حتى ذلك الحين يمكنك تغيير رأيك.
erase-now = الآن
erase-now-hint = لا يمكنك تغيير رأيك بعدها.
erase-fault = اختاري متى تُحذف.
erase-go = احذفيها
erase-keep = أبقيها
erase-waits = ستُحذف في { $when }. حتى ذلك الحين يمكنك إبقاؤها رغم ذلك.
erase-waits-hold = تنتظر، لأن محكمة تريد الاحتفاظ بها. تُحذف عندما ينتهي ذلك، وما زال يمكنك إبقاؤها.
erase-keep-all = أبقيها رغم ذلك
erased-keys = أُتلفت مفاتيحها، فلا يستطيع أحد فتحها. تُزال ملفاتها الآن.
erased-done = حُذفت: أُتلفت مفاتيحها وأُزيلت ملفاتها.
erased-left = ما تم استلامه من قبل هو عند من استلمه. «ما أشاركه» يُظهر من هم.
held-lead = تريد محكمة الاحتفاظ بهذا، فلا يمكن حذفه الآن.
held-court = المحكمة
held-number = رقم الورقة
held-since = محتفظ به منذ
held-means = هذا لا يُظهر شيئًا لأحد. إنه يمنع حذف النسخة فقط.
