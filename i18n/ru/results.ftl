# Результаты опросов: страницы центра, файлы и сводка для стендов.

## Words and numbers
results-withheld = скрыто
results-acknowledged = Понятно
results-class-below = меньше { $number }
results-class-between = от { $from } до { $to } (не включая)
results-class-from = { $number } и больше
results-class-before = до { $day }
results-class-since = { $day } и позже
results-not = не так: { $what }
results-sent = Отправлены
results-left = Оставлены незаконченными
results-no-stand = { $body }: не со стенда
results-month-1 = январь { $year } г.
results-month-2 = февраль { $year } г.
results-month-3 = март { $year } г.
results-month-4 = апрель { $year } г.
results-month-5 = май { $year } г.
results-month-6 = июнь { $year } г.
results-month-7 = июль { $year } г.
results-month-8 = август { $year } г.
results-month-9 = сентябрь { $year } г.
results-month-10 = октябрь { $year } г.
results-month-11 = ноябрь { $year } г.
results-month-12 = декабрь { $year } г.
results-manner-speech = С речью
results-manner-switches = С переключателями
results-manner-keys = Клавишами
results-manner-exploration = Слушая, что под пальцем
results-manner-large-text = С крупным текстом
results-manner-contrast = В других цветах
results-manner-reach = Всё внизу
results-manner-phone = На своём телефоне
results-manner-usual = Обычным способом

## Signing in
results-sign-in = Вход
results-sign-in-button = Войти
results-sign-out = Выйти
results-signed-in = Вы вошли: { $account }
results-account = Учётная запись
results-password = Пароль
results-password-hint = Пять групп по пять знаков, через дефис.
results-wrong = Учётная запись или пароль неверны. Проверьте и введите ещё раз.
results-too-often = Слишком много попыток. Повторите через { $minutes } мин.
results-stale = Эта страница устарела
results-stale-advice = Обновите страницу и повторите.
results-foot = Эти страницы хранят один файл cookie — что вы вошли. Скриптов нет.

## The list of surveys
results-title = Результаты опросов
results-none = Опросов пока нет.
results-survey = Опрос
results-state = Состояние
results-answers = Ответы
results-state-draft = Готовится
results-state-open = Идёт
results-state-closed = Завершён
results-counting = Ответы подсчитываются
results-counting-advice = Обновите страницу через минуту.
results-aside-link = Отложено: { $count }

## Whose answers
results-filter = Чьи ответы
results-all = Все
results-place = Место
results-regions = Регионы
results-bodies = Госорганы
results-stands = Стенды
results-period = Месяц
results-language = Язык ответа
results-manner = Способ пользования стендом
results-completeness = Завершённость
results-version = Версия
results-apply = Показать
results-clear = Убрать условия
results-now = Сейчас: { $conditions }
results-nobody = Таких ответов нет.
results-few = Таких ответов меньше 5, или по ним можно узнать о тех, кого меньше 5: ничего не показано.
results-too-fine = Слишком много условий: малые группы не защитить. Уберите одно.

## A survey
results-overview = Обзор
results-respondents = Число ответов
results-respondents-are = Ответов: { $count }
results-questions = Вопросы
results-over-time = По времени
results-by-place = По местам
results-by-language = По языкам
results-by-manner = По способу пользования стендом
results-manner-note = Один человек может пользоваться несколькими способами: сумма строк может быть больше общего числа.
results-by-version = По версиям
results-by-month = По месяцам
results-by-day = По дням
results-by-region = По регионам
results-by-body = По госорганам
results-by-stand = По стендам
results-by-sent = По завершённости
results-too-long = { $title }: строк { $count } — слишком много для этой страницы.
results-too-long-files = Все они есть в файлах.
results-part = Часть
results-count = Число
results-share = Доля
results-interval = 95 %-й интервал
results-interval-of = { $low } – { $high }
results-protection = Числа меньше 5 не показываются. Там, где такое число можно вычислить, скрыто и другое.
results-chance = Интервал учитывает только случайность: отвечали по желанию, это не выборка из всех посетителей.

## A question
results-answer = Ответ
results-answered = Ответили
results-declined = Предпочли не отвечать
results-passed = Пропустили
results-unseen = Не спрошены или ушли раньше
results-base-is = Сколько ответило, скрыто: доли посчитаны от { $count }, из которых несколько не ответили.
results-first = Поставили первым
results-mean-place = Среднее место
results-mean = Среднее: { $mean } ({ $low } – { $high })
results-quarters = Квартили: { $lower }, { $median }, { $upper }. Четверть ответов не выше первого числа, половина — не выше второго, три четверти — не выше третьего.
results-lacking = Этого вопроса нет в версиях: { $versions }.
results-many-note = Можно выбрать несколько ответов: сумма долей может быть больше 100 %.
results-distribution = Распределение ответов
results-who = Кто ответил
results-read-texts = Читать ответы словами
results-put-beside = Сопоставить

## A cross-table
results-cross = Сопоставление
results-cross-question = Вопрос
results-cross-against = С чем
results-circumstances = Обстоятельства
results-cross-of = { $question } – { $against }
results-everybody = Все
results-settled = Условие оставляет в этой таблице одну строку. Уберите условие или выберите другое.
results-words-not-counted = Ответы словами не подсчитываются. Выберите другой вопрос.
results-cross-caption = В ячейке: число и доля от ответивших в строке (с 95 %-м интервалом)

## Words and leaving
results-texts = Ответы словами
results-texts-note = По алфавиту; время и место не указаны. Номера и адреса удалены.
results-texts-conditions = Ответы словами показаны все или по месту. При других условиях — нет: по двум спискам можно было бы узнать, кто что написал.
results-texts-few = Написали меньше 5 человек, поэтому не показано.
results-pages = Страницы
results-leaving = Где прерывали
results-seen = Видели
results-left-here = Прервали здесь
results-left-share = От видевших
results-leaving-note = Незаконченные ответы приходят, только если опрос их принимает.
results-question = Вопрос

## Set aside
results-aside = Отложенные ответы
results-aside-note = Эти ответы не удалось открыть или проверить. Ничего не потеряно: когда причина устранена, их принимают снова (aqparat-server survey quarantine retry).
results-aside-none = Отложенных ответов нет.
results-reason = Причина
results-stand = Стенд
results-body = Госорган

## Files
results-export = Файлы
results-export-note = В файлах те же числа, что на этих страницах, с теми же условиями и защитой.
results-file-distributions = Распределения, CSV
results-file-counts = Число ответов по местам и по времени, CSV
results-file-crosstables = Сопоставления, CSV
results-file-xlsx = Всё в одном файле, Excel (XLSX)
results-file-json = Открытые данные, JSON
results-file-sps = Команды SPSS
results-file-sps-data = Данные для SPSS, CSV
results-file-sps-note = Сохраните оба файла SPSS в одной папке. Данные — числа по группам (веса), а не отдельные ответы.
results-about = О файле
results-made = Составлено
results-conditions = Условия
results-base = База доли
results-low = Нижняя граница
results-high = Верхняя граница
results-about-file = Числа и доли ответов на опрос «{ $survey }» с 95 %-ми интервалами. Числа меньше 5 не показаны.
results-yes = Да
results-no = Нет
results-name = Имя
results-row = Строка

## The published summary
results-publish = Опубликовать на стендах
results-publish-note = Страница ниже попадёт в черновики выбранных органов. На стенды она выйдет обычной публикацией.
results-publish-bodies = В черновики каких органов
results-publish-button = Поместить в черновики
results-publish-has = есть с { $day }
results-publish-done = Помещено: { $bodies }. Теперь опубликуйте: aqparat-server publish
results-publish-removed = Убрано: { $bodies }.
results-publish-remove = Убрать из черновиков
results-publish-choose = Выберите хотя бы один орган.
results-publish-no-bodies = Пока нет содержимого ни одного органа.
results-preview = Как будет выглядеть страница
summary-title = Результаты: { $survey }
summary-summary = Сколько человек ответило на опрос и что они сказали.
summary-respondents = Всего получено ответов: { $count }.
summary-period = Период: { $from } – { $to }.
summary-few = Ответов меньше 5, поэтому числа не показаны.
summary-protection = Числа меньше 5 не показаны, а где такое число можно вычислить, скрыто и другое: никого нельзя узнать.
summary-how = Кто и как отвечал
