# Дауыс экрандағы сөздерге не қосып айтады.

## Бұл не
reader-button = түйме
reader-link = сілтеме
reader-switch = қосқыш
reader-slider = жүгірткі
reader-choice = нұсқа
reader-check-box = белгілеу ұяшығы
reader-field = енгізу өрісі
reader-heading = { $level }-деңгейлі тақырып
reader-list = тізім, { $items } тармақ
reader-table = кесте, { $rows } жол
reader-picture = сурет
reader-quote = дәйексөз
reader-quote-end = Дәйексөздің соңы.
reader-navigation = Өту түймелері

## Қандай күйде
reader-not-selected = таңдалмаған
reader-chosen = таңдалды
reader-not-chosen = таңдалмаған
reader-ticked = белгіленген
reader-not-ticked = белгіленбеген
reader-on = қосулы
reader-off = өшірулі
reader-empty = бос
reader-characters = { $count } таңба
reader-removed = өшірілді: { $what }
reader-hidden = Енгізілген мәтін дауыстап айтылмайды. Тыңдау үшін құлаққапты қосыңыз.
reader-answered = Жауап берілді
reader-withheld = дауыстап айтылмайды
reader-key = перне, дауыстап айтылмайды
reader-position = { $position }-тармақ, барлығы { $of }
reader-items = { $items } тармақ

## Оқу
reader-end = Беттің соңы.
reader-nothing = Мұнда оқитын ештеңе жоқ.
reader-paused = Кідіріс
reader-no-next-sentence = Келесі сөйлем жоқ.
reader-no-previous-sentence = Алдыңғы сөйлем жоқ.
reader-no-next-heading = Келесі тақырып жоқ.
reader-no-previous-heading = Алдыңғы тақырып жоқ.
reader-no-next-item = Келесі тармақ жоқ.
reader-no-previous-item = Алдыңғы тармақ жоқ.
