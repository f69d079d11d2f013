# Названия клавиш и их действия. Буквы и клавиши F называются так, как на них написано.

## Как называется клавиша
key-arrow-up = Стрелка вверх
key-arrow-down = Стрелка вниз
key-arrow-left = Стрелка влево
key-arrow-right = Стрелка вправо
key-space = Пробел
key-comma = Запятая
key-period = Точка
key-minus = Минус
key-equal = Знак равенства
key-volume-up = Громче
key-volume-down = Тише
key-volume-mute = Без звука
key-numpad = Цифровой блок { $key }
key-while-read-to = { $key }, пока вам читают
key-while-paused = { $key }, во время паузы

## Что она делает
does-focus-next = К следующему пункту
does-focus-previous = К предыдущему пункту
does-activate = Открывает или нажимает выбранный пункт
does-page-next = Следующая страница; в настройке — на шаг больше
does-page-previous = Предыдущая страница; в настройке — на шаг меньше
does-back = На шаг назад
does-home = На главную
does-help = Помощь; при повторном нажатии клавиши только говорят, что делают
does-settings = Все настройки
does-language = Следующий язык
does-contrast = Следующие цвета
does-text-size = Следующий размер текста
does-reach = Всё опустить ниже или вернуть на место
does-speech = Включает или выключает речь
does-pause = Приостанавливает или продолжает речь
does-repeat = Повторяет сказанное
does-stop = Тишина до следующего шага
does-read-all = Читает весь экран
does-read-on = Читает дальше с этого места
does-sentence-next = Следующее предложение
does-sentence-previous = Предыдущее предложение
does-heading-next = Следующий заголовок
does-heading-previous = Предыдущий заголовок
does-item-next = Следующая часть текста
does-item-previous = Предыдущая часть текста
does-spell = Читает по буквам первое слово сказанного; ещё раз — следующее
does-faster = Говорит быстрее
does-slower = Говорит медленнее
does-louder = Говорит громче
does-quieter = Говорит тише
does-curtain = Гасит экран или показывает его снова
does-headphones-in = Наушники подключены: речь включается
does-headphones-out = Наушники отключены: тишина
does-switch-one = С одним переключателем — выбирает; с двумя — переходит дальше
does-switch-two = С двумя переключателями — выбирает
