"""Statements in the forms that the pages of public bodies give them: misread before, or not told."""

from tests.wordings import Case

CASES = (
    Case(
        "a distance in points behind a bracket with its base",
        "全区支出完成38.4亿元，为预算的71.2%，进度比上年同期的69.8%快1.4个百分点，比序时进度(75%)慢[[3.8|8.3]]个百分点。",
        holds=("AL122 1.4个百分点 69.8% 71.2%", "AL122 3.8个百分点 71.2% 75%"),
        told="AL122",
    ),
    Case(
        "points that could be got before those that were",
        "“项目管理”(60分)得52.5分，“项目绩效”得38.0分，总分100分，合计得[[90.5|95.0]]分。",
        told="AL427",
    ),
    Case(
        "two bodies together, whose cars are divided",
        "甲局年内购置车辆48辆，包括执法用车6辆、专业用车14辆、其他用车28辆。\n"
        "乙局年内购置车辆57辆，其中执法用车31辆、专业用车17辆、其他用车9辆；以上两家合计105辆。",
    ),
    Case(
        "a rate of the amount before it, not of the pair of the sentence before",
        "全市直达资金总额58.20亿元，已分配57.91亿元，分配率99.5%。其中：中央安排47.10亿元，分配率99.8%；地方安排11.10亿元，分配率98.2%。",
        holds=("AL112 99.5% 57.91亿元 58.20亿元",),
    ),
    Case("a range of amounts", "2032年各区预算多为3亿-8亿元。其中，甲区最高，达9.1亿元；乙区最低，为2.7亿元。"),
    Case(
        "what saved most, of which no amount is told",
        "2032年“三公”经费支出9846.20万元，比上年减少8.14%。省得最多的是公务接待费，比上年减少962.40万元，下降20.35%。",
    ),
    Case(
        "shares of the years, whose parts are not told",
        "2028~2032年累计实现收入274.93亿元，各年分别为60.12亿元、54.30亿元、50.41亿元、53.26亿元、56.84亿元。"
        "同期非税收入占收入的比重分别为22.0%、17.3%、16.8%、15.2%、13.1%。",
    ),
    Case(
        "shares of three parts, each its own",
        "全年基金总收入[[268.4|286.4]]亿元，其中征缴收入213.1亿元，财政补贴46.7亿元，其他收入8.6亿元，三项分别占79.4%、17.4%、3.2%。",
        told="AL101",
    ),
    Case(
        "a number with two points, of which no rate is made",
        "收到资金28,416.50万元，分配资金[[28,105.20|28.105.20]]万元，分配率98.9%。",
        told="AL223",
    ),
    Case(
        "uses of another amount than the one before them",
        "2031年筹集公益金26.4亿元，其中13.2亿元上缴，另外13.2亿元由本地使用。"
        "用途包括3个项目，其中社会福利15.21亿元、体育事业9.06亿元、教育事业5.33亿元。",
    ),
    Case("the name of an indicator behind that of its kind", "项目完成完成数量 6 6 完成质量 6 5"),
    Case(
        "a change between two years that are both named",
        "2031年度基本支出296万元，2030年度基本支出251万元，2031年比上年基本支出增加[[45|54]]万元，原因是新录用2人。",
        holds=("AL122 45万元 251万元 296万元",),
        told="AL122",
    ),
    Case(
        "changes of the three classes of 基本支出 below the reasons",
        "2032年基本支出预算较上年增[[15.08|19.72]]万元，增幅12.10%。主要变动原因如下：\n"
        "1.工资福利支出较上年增16.90万元。主要原因是：岗位晋级。\n"
        "2.商品和服务支出较上年减2.32万元。主要原因是：压缩印刷费。\n"
        "3.对个人和家庭补助支出较上年增加0.50万元。主要原因是：遗属补助调标。",
        told="AL102",
    ),
    Case(
        "the share of a whole that its words name, with another one above it",
        "全市财政总收入完成151820万元，较上年同期增长12.10%。地方财政收入完成84310万元，较上年同期增长2.04%。"
        "其中：税收收入完成54190万元，税收收入占地方财政收入[[64.27|35.69]]%。",
        holds=("AL111 64.27% 54190万元 84310万元",),
        told="AL111",
    ),
    Case(
        "two totals set off in a paragraph of its own",
        "基金收入0万元，加上年结余收入17310万元，上级补助收入68204万元，收入合计85514万元。\n"
        "基金支出49806万元，调出资金6120万元，支出合计55926万元。\n"
        "上述收支相抵，年终结余[[29588|35708]]万元，全部结转下年使用。",
        holds=("AL141 29588万元 55926万元 85514万元",),
        told="AL141",
    ),
    Case(
        "more spent than there was, for a point that was lost",
        "养老保险基金收入7.4亿元，比上年增长7.2%；支出[[5.2|52]]亿元，比上年增长13.1%；本年收支结余2.2亿元。",
        holds=("AL141 2.2亿元 5.2亿元 7.4亿元",),
        told="AL141",
    ),
    Case(
        "parts of the costs of cars, each against last year",
        "分项情况是：公务接待费决算687万元，主要是活动减少；公务用车购置及运行费决算1204万元，比上年下降1.2%，"
        "其中：公务用车购置费决算322万元，比上年增长8.1%；公务用车运行费决算[[882|982]]万元，与上年下降4.3%。",
        holds=("AL162 1204万元 322万元 882万元",),
        told="AL162",
    ),
    Case(
        "a part of a row above its whole",
        "兑现支持政策13.8亿元，其中留抵退税10.4亿元、减免税费[[2.2|22]]亿元，缓缴税费1.2亿元。",
        told="AL103",
    ),
    Case(
        "a calculation that comes out below zero",
        "结转结余变动率=(176.40-251.30)*100%/251.30=[[-29.81|-42.46]]%。",
        told="AL285",
    ),
    Case(
        "four lots together",
        "下达资金3,720.00万元，下达省级资金380.00万元，下达资金512.50万元，下达资金1,140.00万元，四批合计[[5,752.50|4,752.50]]万元。",
        told="AL101",
    ),
    Case(
        "people, running costs and projects of all that was spent",
        "2、支出：[[597.35|598.25]]万元。其中：人员经费支出341.20万元，公用经费支出58.75万元，项目支出197.40万元。",
        told="AL101",
    ),
    Case(
        "projects beside 基本支出",
        "基本支出2317.20万元；其中人员经费2106.40万元，公用经费210.80万元。项目支出1154.30万元。",
    ),
    Case(
        "the share of 财政支出, of which the account before it speaks",
        "全市一般公共预算收入129.4亿元；一般公共预算支出398亿元，其中民生支出[[337.5|373.5]]亿元，占财政支出的84.8%。",
        holds=("AL111 84.8% 337.5亿元 398亿元",),
        told="AL111",
    ),
    Case(
        "what came in, copied to what was spent",
        "(一)本单位2031年度总收入718.64万元，其中本年收入502.31万元，上年结转和结余216.33万元。\n"
        "(二)本单位2031年度总支出718.64万元，其中本年支出[[583.90|502.31]]万元，年末结转和结余134.74万元。",
        told="AL101",
    ),
    Case(
        "totals that were apart in the year before, too",
        "2031年财政拨款收入总计1384.20万元，与2030年相比增加452.10万元；"
        "财政拨款支出总计1542.75万元，与2030年相比增加561.32万元。",
    ),
    Case("what a number became", "收入较上年增加36.20万元，主要原因是新增教师4人（由31人增至35人）。"),
    Case(
        "the lots of one of two amounts",
        "上年结转资金1.4万元，下达补助预算资金4.2万元，分两批到位，第一批2.6万元、第二批补助资金1.6万元，两项合计可用资金5.6万元。",
    ),
    Case(
        "the budget after changes, told in the sentence before",
        "2031年初，人大审议通过的全县一般公共预算支出62310万元，加上上级补助等16240万元，全县支出调整预算为78550万元。"
        "全县一般公共预算支出73216万元（其中镇级支出8410万元），完成调整预算的[[93.2|95.8]]%。",
        holds=("AL131? 93.2% 73216万元 78550万元",),
    ),
    Case(
        "rates of both sides, with last year's behind them",
        "全省收入、支出分别为5016.3亿元、8414.9亿元，分别增长4.40%、7.50%（上年收入4804.9亿元、支出7827.8亿元）。",
    ),
    Case(
        "the mean of hospitals, called a total",
        "院平均总收入情况 | | |\n单位：千元 | | |\n名称 | 总收入 | 医疗收入 |\n"
        "综合医院合计 | 341,208.40 | 305,117.62 |\n"
        "省属 | 1,602,417.30 | 1,450,226.11 |\n市属 | 627,304.18 | 566,029.75 |\n县属 | 169,450.92 | 148,316.40 |",
    ),
    Case(
        "a total that is numbered below the rows above it",
        "申请人情况 | 自然人 | 法人 | 总计 |\n一、本年新收申请数量 | 61 | 8 | 69 |\n"
        "二、上年结转申请数量 | 5 | 0 | 5 |\n(一)予以公开 | 40 | 6 | 46 |\n(二)不予公开 | 14 | 1 | 15 |\n"
        "(三)其他处理 | 8 | 1 | 9 |\n(四)总计 | 62 | 8 | 70 |\n"
        "四、结转下年度继续办理 | 4 | 0 | 4 |",
    ),
    Case(
        "the change of a percentage, printed as the fraction in its cell",
        "项目 | 2032年三季度 | 2031年三季度 | 增长额 |\n医疗收入(万元) | 5614.20 | 5698.40 | -84.20 |\n"
        "门诊收入(万元) | 2987.35 | 2801.15 | 186.20 |\n药占比(%) | 28.74% | 30.26% | -0.02 |",
    ),
)
