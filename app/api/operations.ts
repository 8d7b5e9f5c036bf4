import { getCustomerCall, putCustomerCall } from "@/app/api/customer/operations";
import { healthCall, readinessCall } from "@/app/api/health/operations";
import { listLicensesCall, listProductsCall } from "@/app/api/license/operations";
import { loginCall, loginOptionsCall, logoutCall } from "@/app/api/login/operations";
import type { Operation } from "@/app/api/operation";
import { listHoldersCall } from "@/app/api/products/operations";
import { sectionAccessCall } from "@/app/api/role/metadata/access/operations";
import { settingsCall } from "@/app/api/settings/operations";
import { timezoneCall } from "@/app/api/user/settings/timezone/operations";
import { postUserInfoCall, userInfoCall } from "@/app/api/userinfo/operations";
import { changeGrantsCall } from "@/app/api/users/grant-list-operation";
import {
  deleteUserLicenseCall,
  patchUserCall,
  putUserCall,
  putUserLicenseCall,
} from "@/app/api/users/grant-operations";
import { logoutUserCall } from "@/app/api/users/logout-operation";
import { getUserCall, listUsersCall, searchUsersCall } from "@/app/api/users/operations";
import { listWarningsCall } from "@/app/api/users/warnings/operations";

/** Every call of the HTTP interface, in the order of its description (specification §7). */
export const OPERATIONS: readonly Operation[] = [
  putCustomerCall,
  getCustomerCall,
  listLicensesCall,
  listProductsCall,
  listHoldersCall,
  listUsersCall,
  searchUsersCall,
  getUserCall,
  patchUserCall,
  putUserCall,
  putUserLicenseCall,
  deleteUserLicenseCall,
  changeGrantsCall,
  logoutUserCall,
  loginOptionsCall,
  loginCall,
  logoutCall,
  userInfoCall,
  postUserInfoCall,
  sectionAccessCall,
  timezoneCall,
  listWarningsCall,
  settingsCall,
  healthCall,
  readinessCall,
];
