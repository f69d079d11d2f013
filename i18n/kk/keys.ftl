# Пернелердің атаулары мен әрекеттері. Әріптер мен F пернелері өзінде жазылғандай аталады.

## Перне қалай аталады
key-arrow-up = Жоғары көрсеткі
key-arrow-down = Төмен көрсеткі
key-arrow-left = Сол жақ көрсеткі
key-arrow-right = Оң жақ көрсеткі
key-space = Бос орын
key-comma = Үтір
key-period = Нүкте
key-minus = Минус
key-equal = Теңдік белгісі
key-volume-up = Дыбысты күшейту
key-volume-down = Дыбысты азайту
key-volume-mute = Дыбысты өшіру
key-numpad = Сандық пернетақтадағы { $key }
key-while-read-to = { $key }, сізге оқылып жатқанда
key-while-paused = { $key }, кідіріс кезінде

## Ол не істейді
does-focus-next = Келесі тармаққа өтеді
does-focus-previous = Алдыңғы тармаққа өтеді
does-activate = Таңдалған тармақты ашады немесе басады
does-page-next = Келесі бетке өтеді; баптауда бір қадам арттырады
does-page-previous = Алдыңғы бетке өтеді; баптауда бір қадам кемітеді
does-back = Бір қадам артқа қайтады
does-home = Басты бетке өтеді
does-help = Көмек; қайта басқанда әр перне тек өзінің не істейтінін айтады
does-settings = Барлық баптаулар
does-language = Келесі тіл
does-contrast = Келесі түстер
does-text-size = Мәтіннің келесі өлшемі
does-reach = Бәрін төмен түсіреді немесе орнына қайтарады
does-speech = Дауысты қосады немесе өшіреді
does-pause = Оқуды кідіртеді немесе жалғастырады
does-repeat = Соңғы айтылғанды қайталайды
does-stop = Келесі қадамға дейін үнсіз болады
does-read-all = Экрандағының бәрін оқиды
does-read-on = Осы жерден әрі қарай оқиды
does-sentence-next = Келесі сөйлем
does-sentence-previous = Алдыңғы сөйлем
does-heading-next = Келесі тақырып
does-heading-previous = Алдыңғы тақырып
does-item-next = Мәтіннің келесі бөлігі
does-item-previous = Мәтіннің алдыңғы бөлігі
does-spell = Соңғы айтылғанның бірінші сөзін әріптеп оқиды; тағы басса, келесісін
does-faster = Жылдамырақ сөйлейді
does-slower = Баяуырақ сөйлейді
does-louder = Қаттырақ сөйлейді
does-quieter = Ақырынырақ сөйлейді
does-curtain = Экранды жасырады немесе қайта көрсетеді
does-headphones-in = Құлаққап қосылды: дауыс қосылады
does-headphones-out = Құлаққап ажыратылды: дауыс өшеді
does-switch-one = Бір ауыстырғышпен таңдайды; екі ауыстырғышпен келесіге жылжытады
does-switch-two = Екі ауыстырғышпен таңдайды
