# Собственные слова стенда. Даты, время и числа приходят готовыми к показу.

## Открыто или закрыто
state-open = Открыто
state-break = Перерыв
state-closed = Закрыто
state-until = до { $time }
state-opens-today = откроется сегодня в { $time }
state-opens-tomorrow = откроется завтра в { $time }
state-opens-on = откроется { $date } в { $time }
state-no-hours = о времени работы спросите по телефону
clock-not-set = Часы стенда не установлены

## Даты и время
date-day = { $weekday }, { $day } { $month }
date-short = { $day } { $month }
date-year = { $day } { $month } { $year } года
weekday-monday = понедельник
weekday-tuesday = вторник
weekday-wednesday = среда
weekday-thursday = четверг
weekday-friday = пятница
weekday-saturday = суббота
weekday-sunday = воскресенье
weekday-on-monday = в понедельник
weekday-on-tuesday = во вторник
weekday-on-wednesday = в среду
weekday-on-thursday = в четверг
weekday-on-friday = в пятницу
weekday-on-saturday = в субботу
weekday-on-sunday = в воскресенье
date-on = { $weekday }, { $day } { $month },
month-january = января
month-february = февраля
month-march = марта
month-april = апреля
month-may = мая
month-june = июня
month-july = июля
month-august = августа
month-september = сентября
month-october = октября
month-november = ноября
month-december = декабря

## Предупреждения
as-of = По состоянию на { $date }
as-of-old = Сведения могли устареть. Последний раз их подтвердили { $date }.
demonstration = Демонстрация: все сведения вымышлены
demonstration-short = Демонстрация: всё вымышлено

## Главная
home-title = Что вы хотите узнать?
home-new = Новое

## Переходы
nav-back = Назад
nav-home = Главная
nav-previous = Раньше
nav-next = Дальше

## Раздел и его страницы
category-empty = Здесь пока нет сведений.
category-empty-ask = Пожалуйста, спросите по телефону:
page-verified = Проверено { $date }
page-shown-in = { $language ->
    [kk] На казахском языке
    [ru] На русском языке
   *[en] На английском языке
}
page-not-translated = { $language ->
    [kk] У этой страницы пока нет русского текста. Она показана на казахском языке.
    [en] У этой страницы пока нет русского текста. Она показана на английском языке.
   *[ru] У этой страницы пока нет текста на выбранном языке.
}

## Если что-то не так
fault-title = Эту страницу показать не удалось
fault-damaged = Её текст на стенде повреждён. Остальные страницы работают.
fault-gone = Её убрали со стенда, пока был открыт список.
fault-go-home = Чтобы продолжить, нажмите «Главная».

## Есть ли кто-нибудь?
idle-title = Вы ещё здесь?
idle-text = { $seconds ->
    [one] Через { $seconds } секунду стенд вернётся к началу.
    [few] Через { $seconds } секунды стенд вернётся к началу.
   *[other] Через { $seconds } секунд стенд вернётся к началу.
}
idle-extend = Чтобы продолжить, коснитесь экрана или нажмите любую клавишу.
idle-continue = Продолжить

## Как пользоваться
help-title = Как пользоваться стендом
help-touch = Коснитесь того, что хотите прочитать. Кнопки «Дальше» и «Назад» ведут вперёд и обратно.
help-settings = Все настройки
help-blind = Если экран плохо видно
help-blind-how = Держите палец неподвижно в любом месте экрана три секунды: стенд заговорит. С наушниками голос слышите только вы.
help-switches = С одним или двумя переключателями
help-switches-how = Выберите в настройках, сколько у вас переключателей. Там же сказано, как они действуют.
help-keys = С помощью клавиш
help-describe = Узнать на слух, что делает каждая клавиша
help-key = Клавиша
help-does = Что делает

## До первого содержания
pairing-title = Стенд готовится к работе
pairing-do = Назовите этот код оператору центра. Когда он подтвердит, сведения появятся сами.
pairing-no-centre = Связи с центром пока нет. Стенд продолжает попытки связаться.

# While the visitor is spoken to.
read-name = Чтение
read-pause = Пауза
read-resume = Читать
read-listen = Слушать
read-repeat = Повтор
